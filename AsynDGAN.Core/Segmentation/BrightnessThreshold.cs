using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>The row that needs no learning: everything brighter than a threshold is tumour.</summary>
internal static class BrightnessThreshold
{
    private const int Steps = 200, AtOnce = 64;

    /// <summary>The threshold of the first channel with the best Dice of all pixels of a set together.</summary>
    /// <param name="images">All real training images.</param>
    /// <returns>In [-1, 1].</returns>
    public static double Choose(LabelledImages images)
    {
        var thresholds = Enumerable.Range(0, Steps).Select(i => -1 + 2.0 * i / Steps).ToArray();
        var (outside, inside) = Exceeded(images, thresholds);
        var total = inside.Sum();
        return thresholds.Index().MaxBy(threshold =>
        {
            // Brighter than a threshold is what exceeds more of them than lie below it.
            var (hits, brighter) = (inside.Skip(threshold.Index + 1).Sum(), outside.Skip(threshold.Index + 1).Sum());
            return 2.0 * hits / (hits + brighter + total);
        }).Item;
    }

    /// <summary>Logits whose sign says on which side of the threshold a pixel lies.</summary>
    public static Tensor Logits(Tensor images, double threshold) => images.narrow(1, 0, 1) - threshold;

    /// <summary>How many pixels outside and inside the masks exceed exactly 0, 1, 2 and so on of the thresholds.</summary>
    private static (long[] Outside, long[] Inside) Exceeded(LabelledImages images, double[] thresholds)
    {
        using var scope = NewDisposeScope();
        var edges = tensor(Array.ConvertAll(thresholds, threshold => (float)threshold), device: images.Images.device);
        var bins = thresholds.Length + 1;
        var counts = zeros([2 * bins], int64, images.Images.device);
        for (var from = 0L; from < images.Count; from += AtOnce)
        {
            using var inner = NewDisposeScope();
            var n = Math.Min(AtOnce, images.Count - from);
            var exceeded = images.Images.narrow(0, from, n).narrow(1, 0, 1).contiguous().bucketize(edges);
            counts.add_((exceeded + (images.Masks.narrow(0, from, n) > 0).to(int64) * bins).flatten().bincount(null, 2 * bins));
        }

        var all = counts.cpu().data<long>().ToArray();
        return (all[..bins], all[bins..]);
    }
}
