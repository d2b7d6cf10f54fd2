using static TorchSharp.torch;

namespace AsynDGAN.Core.Fidelity;

/// <summary>
/// Pearson's correlation of two images over some of their pixels, all channels together, so that the dark around a head, which
/// every image has, counts for nothing.
/// </summary>
public static class InsideCorrelation
{
    /// <summary>Values that deviate by less than this, in units of [-1, 1], have no structure: their correlation is 0.</summary>
    internal const double LeastDeviation = 1e-3;

    /// <summary>Of each pair of images.</summary>
    /// <param name="images">[n, channels, height, width].</param>
    /// <param name="others">Of the same shape.</param>
    /// <param name="inside">[n, 1, height, width], bool: the pixels; a mask that holds nothing stands for the whole image.</param>
    /// <returns>n values, from -1 to 1; 0 where an image has no structure.</returns>
    public static double[] Of(Tensor images, Tensor others, Tensor inside)
    {
        using var noGraph = no_grad();
        using var scope = NewDisposeScope();
        var masks = Whole(inside).to(float64);
        var counts = masks.sum([1, 2, 3]) * images.shape[1];
        var (a, b) = (Centred(images, masks, counts), Centred(others, masks, counts));
        var (ofA, ofB) = (a.square().sum([1, 2, 3]), b.square().sum([1, 2, 3]));
        var least = counts * (LeastDeviation * LeastDeviation);
        var correlations = where((ofA > least) & (ofB > least), (a * b).sum([1, 2, 3]) / (ofA * ofB).sqrt(), zeros_like(ofA));
        return correlations.clamp(-1, 1).cpu().data<double>().ToArray();
    }

    /// <summary>Masks in which one that holds nothing is the whole image, in the present dispose scope.</summary>
    internal static Tensor Whole(Tensor masks) => masks | masks.flatten(1).any(1).logical_not().reshape(-1, 1, 1, 1);

    private static Tensor Centred(Tensor images, Tensor masks, Tensor counts)
    {
        var values = images.to(float64) * masks;
        return values - (values.sum([1, 2, 3]) / counts).reshape(-1, 1, 1, 1) * masks;
    }
}
