using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Synthesis;

/// <summary>
/// Random changes of tumour and head together: scale 0.8 to 1.2, shift 10% of the side, rotation 15 and shear 8 degrees
/// (the ranges that GenSeg uses), and an elastic displacement of a few percent, all times a share.
/// </summary>
internal static class Deformation
{
    private const int ElasticKnots = 4;
    private const double LargestScale = 0.2, LargestShift = 0.1, LargestRotation = 15, LargestShear = 8, LargestElastic = 0.04;

    /// <param name="planes">[1, planes, height, width] of 0 and 1, float32; background outside.</param>
    /// <param name="share">From 0 (none) to 1 (the whole ranges).</param>
    /// <param name="random">Where the draws come from.</param>
    /// <returns>The same planes changed, by nearest neighbour.</returns>
    public static Tensor Apply(Tensor planes, double share, SplitMix64 random)
    {
        using var scope = NewDisposeScope();
        var scale = 1 + Draw(LargestScale);
        var (degrees, shear) = (Draw(LargestRotation), Math.Tan(Draw(LargestShear) * Math.PI / 180));
        var (shiftX, shiftY) = (Draw(LargestShift), Draw(LargestShift));
        var change = new AffineChange(-degrees) { Scale = scale, Shear = shear, ShiftX = shiftX, ShiftY = shiftY };
        var grid = change.Grid(planes.shape[2], planes.shape[3], planes.device);
        var knots = tensor(
            [.. Enumerable.Range(0, 2 * ElasticKnots * ElasticKnots).Select(_ => (float)(2 * Draw(LargestElastic)))],
            [1, 2, ElasticKnots, ElasticKnots], device: planes.device);
        var elastic = nn.functional.interpolate(knots, [planes.shape[2], planes.shape[3]], mode: InterpolationMode.Bicubic, align_corners: true);
        return GridSampling.Nearest(planes, grid + elastic.permute(0, 2, 3, 1)).MoveToOuterDisposeScope();

        double Draw(double largest) => share * random.Between(-largest, largest);
    }
}
