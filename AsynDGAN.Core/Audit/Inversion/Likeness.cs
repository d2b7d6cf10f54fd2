using AsynDGAN.Core.Fidelity;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>How near an image comes to a real one.</summary>
/// <param name="Psnr">Peak signal-to-noise ratio in dB: 20 log10 of 2, the range, over the root of the mean squared difference; at most 150, to which float32 rounds.</param>
/// <param name="Ssim">Structural similarity.</param>
/// <param name="IsPicked">Whether the real image correlates best with it among all candidates.</param>
internal sealed record Likeness(double Psnr, double Ssim, bool IsPicked)
{
    /// <summary>The most dB there are.</summary>
    public const double Most = 150;

    /// <summary>Compares.</summary>
    /// <param name="image">[1, channels, height, width].</param>
    /// <param name="candidates">[n, channels, height, width]: the real image first, then images of other patients.</param>
    /// <param name="inside">[1, 1, height, width], bool: where they are correlated.</param>
    public static Likeness Of(Tensor image, Tensor candidates, Tensor inside)
    {
        using var scope = NewDisposeScope();
        var truth = candidates.narrow(0, 0, 1);
        var error = (image.to(float64) - truth).square().mean().item<double>();
        var correlations = InsideCorrelation.Of(image.expand_as(candidates), candidates, inside.expand(candidates.shape[0], -1, -1, -1));
        return new Likeness(
            Math.Min(Most, 10 * Math.Log10(4 / Math.Max(error, 1e-300))), StructuralSimilarity.Of(image, truth)[0],
            correlations.Length > 1 && correlations.Skip(1).Max() < correlations[0]);
    }
}
