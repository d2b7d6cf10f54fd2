using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Data.Batches;

/// <summary>
/// One random change of a pair. The resized pair is turned about its middle, scaled and shifted, cropped, then mirrored; the
/// image's intensities are changed last.
/// </summary>
/// <param name="FlipHorizontal">Whether left and right are exchanged.</param>
/// <param name="FlipVertical">Whether top and bottom are exchanged.</param>
/// <param name="ShiftX">To the right, as a fraction of the side.</param>
/// <param name="ShiftY">Downwards, as a fraction of the side.</param>
/// <param name="Degrees">Clockwise as seen.</param>
/// <param name="Scale">Above 1: larger.</param>
/// <param name="LoadSize">The side to which the pair is resized before it is cropped.</param>
/// <param name="Top">First row of the crop.</param>
/// <param name="Left">First column of the crop.</param>
public sealed record PairTransform(
    bool FlipHorizontal, bool FlipVertical, double ShiftX, double ShiftY, double Degrees, double Scale, int LoadSize, int Top, int Left)
{
    /// <summary>The power to which intensities, as fractions from black to white, are raised.</summary>
    public double Gamma { get; init; } = 1;

    /// <summary>By what they are multiplied then; what is above white becomes white.</summary>
    public double Contrast { get; init; } = 1;

    /// <summary>Nothing but resizing.</summary>
    public static PairTransform Identity(int size) => new(false, false, 0, 0, 0, 1, size, 0, 0);

    /// <summary>The middle of a patch, not resized.</summary>
    public static PairTransform Middle(int patch, int size)
    {
        var seen = CropSquare.Middle(patch, size);
        return new(false, false, 0, 0, 0, 1, patch, seen.Top, seen.Left);
    }

    /// <summary>Whether values have to be interpolated anew.</summary>
    public bool Moves => ShiftX != 0 || ShiftY != 0 || Degrees != 0 || Scale != 1;

    /// <summary>The image with its intensities changed; itself where they stay.</summary>
    /// <param name="image">In [-1, 1], black at -1.</param>
    internal Tensor Lit(Tensor image) =>
        Gamma == 1 && Contrast == 1 ? image : ((image + 1) / 2).clamp_(0, 1).pow_(Gamma).mul_(2 * Contrast).sub_(1).clamp_(-1, 1);

    /// <summary>Where each pixel of the result looks in the pair, as <see cref="GridSampling"/> wants it: [1, side, side, 2].</summary>
    internal Tensor Grid(Device device) =>
        new AffineChange(Degrees) { Scale = Scale, ShiftX = ShiftX, ShiftY = ShiftY }.Grid(LoadSize, LoadSize, device);
}
