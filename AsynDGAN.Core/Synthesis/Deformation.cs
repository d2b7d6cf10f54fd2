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
        var (angle, shear) = (Radians(Draw(LargestRotation)), Math.Tan(Radians(Draw(LargestShear))));
        var (shiftX, shiftY) = (2 * Draw(LargestShift), 2 * Draw(LargestShift));

        // From the output's place to the input's: the inverse of scale, shear and rotation.
        var (cos, sin) = (Math.Cos(angle) / scale, Math.Sin(angle) / scale);
        // The shift comes last, so that it is not scaled with the rest.
        var (slant, upright) = (-sin + shear * cos, cos + shear * sin);
        var theta = tensor(
            new[]
            {
                (float)cos, (float)slant, (float)-(cos * shiftX + slant * shiftY),
                (float)sin, (float)upright, (float)-(sin * shiftX + upright * shiftY),
            },
            [1, 2, 3], device: planes.device);
        var grid = nn.functional.affine_grid(theta, [1, 1, planes.shape[2], planes.shape[3]], false);
        var knots = tensor(
            [.. Enumerable.Range(0, 2 * ElasticKnots * ElasticKnots).Select(_ => (float)(2 * Draw(LargestElastic)))],
            [1, 2, ElasticKnots, ElasticKnots], device: planes.device);
        var elastic = nn.functional.interpolate(knots, [planes.shape[2], planes.shape[3]], mode: InterpolationMode.Bicubic, align_corners: true);
        return nn.functional.grid_sample(
            planes, grid + elastic.permute(0, 2, 3, 1), GridSampleMode.Nearest, GridSamplePaddingMode.Zeros, false).MoveToOuterDisposeScope();

        double Draw(double largest) => share * random.Between(-largest, largest);
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
