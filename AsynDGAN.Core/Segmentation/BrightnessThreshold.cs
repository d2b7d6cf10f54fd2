using System.Globalization;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>
/// The row that needs no learning: everything on one side of a brightness is tumour. Which side is tried on the training
/// images, since nuclei in stained tissue and many lesions are darker than what surrounds them.
/// </summary>
/// <param name="Value">In [-1, 1], of the first channel.</param>
/// <param name="Brighter">Whether what is brighter is tumour, else what is darker.</param>
public sealed record BrightnessThreshold(double Value, bool Brighter)
{
    private const int Steps = 200, AtOnce = 64;

    /// <summary>The threshold of the first channel with the best Dice of all pixels of a set together; of equals the one that takes what is brighter.</summary>
    /// <param name="images">All real training images.</param>
    internal static BrightnessThreshold Choose(LabelledImages images)
    {
        // What is darker is brighter in the negative.
        var (brighter, darker) = (Best(images, sign: 1), Best(images, sign: -1));
        return brighter.Dice >= darker.Dice ? new BrightnessThreshold(brighter.Threshold, true) : new BrightnessThreshold(0 - darker.Threshold, false);
    }

    /// <summary>Logits whose sign says on which side of the threshold a pixel lies.</summary>
    internal Tensor Logits(Tensor images) => Brighter ? images.narrow(1, 0, 1) - Value : Value - images.narrow(1, 0, 1);

    /// <summary>To be read.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Brighter ? "brighter" : "darker")} than {Value:0.00}");

    private static (double Threshold, double Dice) Best(LabelledImages images, int sign)
    {
        var thresholds = Enumerable.Range(0, Steps).Select(i => -1 + 2.0 * i / Steps).ToArray();
        var (outside, inside) = Exceeded(images, thresholds, sign);
        var total = inside.Sum();
        return thresholds.Select((threshold, index) =>
        {
            // Brighter than a threshold is what exceeds more of them than lie below it.
            var (hits, brighter) = (inside.Skip(index + 1).Sum(), outside.Skip(index + 1).Sum());
            var whole = hits + brighter + total;
            return (threshold, whole == 0 ? 1 : 2.0 * hits / whole);
        }).MaxBy(tried => tried.Item2);
    }

    /// <summary>How many pixels outside and inside the masks exceed exactly 0, 1, 2 and so on of the thresholds.</summary>
    private static (long[] Outside, long[] Inside) Exceeded(LabelledImages images, double[] thresholds, int sign)
    {
        using var scope = NewDisposeScope();
        var edges = tensor(Array.ConvertAll(thresholds, threshold => (float)threshold), device: images.Device);
        var bins = thresholds.Length + 1;
        var counts = zeros([2 * bins], int64, images.Device);
        foreach (var positions in Enumerable.Range(0, images.Count).Chunk(AtOnce))
        {
            using var inner = NewDisposeScope();
            var (taken, masks) = images.Take(positions);
            var first = taken.narrow(1, 0, 1).contiguous();
            var exceeded = (sign > 0 ? first : -first).bucketize(edges);
            counts.add_((exceeded + (masks > 0).to(int64) * bins).flatten().bincount(null, 2 * bins));
        }

        var all = counts.cpu().data<long>().ToArray();
        return (all[..bins], all[bins..]);
    }
}
