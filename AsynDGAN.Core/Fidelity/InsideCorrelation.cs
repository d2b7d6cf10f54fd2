using static TorchSharp.torch;

namespace AsynDGAN.Core.Fidelity;

/// <summary>
/// Pearson's correlation of two images inside a ground: over its pixels, all channels together. The dark around a head, which
/// every image has, counts for nothing.
/// </summary>
public static class InsideCorrelation
{
    /// <summary>A ground whose values deviate by less than this, in units of [-1, 1], has no structure: its correlation is 0.</summary>
    internal const double LeastDeviation = 1e-3;

    /// <summary>Of each pair of images.</summary>
    /// <param name="images">[n, channels, height, width].</param>
    /// <param name="others">Of the same shape.</param>
    /// <param name="grounds">[n, 1, height, width], bool; one that holds nothing stands for the whole image.</param>
    /// <returns>n values, from -1 to 1; 0 where an image has no structure.</returns>
    public static double[] Of(Tensor images, Tensor others, Tensor grounds)
    {
        using var noGraph = no_grad();
        using var scope = NewDisposeScope();
        var masks = Whole(grounds).to(float64);
        var counts = masks.sum([1, 2, 3]) * images.shape[1];
        var (a, b) = (Centred(images, masks, counts), Centred(others, masks, counts));
        var (ofA, ofB) = (a.square().sum([1, 2, 3]), b.square().sum([1, 2, 3]));
        var least = counts * (LeastDeviation * LeastDeviation);
        var correlations = where((ofA > least) & (ofB > least), (a * b).sum([1, 2, 3]) / (ofA * ofB).sqrt(), zeros_like(ofA));
        return correlations.clamp(-1, 1).cpu().data<double>().ToArray();
    }

    /// <summary>Grounds in which one that holds nothing is the whole image, in the present dispose scope.</summary>
    internal static Tensor Whole(Tensor grounds) => grounds | grounds.flatten(1).any(1).logical_not().reshape(-1, 1, 1, 1);

    private static Tensor Centred(Tensor images, Tensor masks, Tensor counts)
    {
        var inside = images.to(float64) * masks;
        return inside - (inside.sum([1, 2, 3]) / counts).reshape(-1, 1, 1, 1) * masks;
    }
}
