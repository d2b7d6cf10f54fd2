using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>What a segmentation network is trained on: images and their masks on the networks' grid, on one device.</summary>
/// <param name="Images">[n, channels, height, width], float32 in [-1, 1].</param>
/// <param name="Masks">[n, 1, height, width], uint8: 0 or 1; or the classes of <see cref="TernaryLabels"/>.</param>
public sealed record LabelledImages(Tensor Images, Tensor Masks) : IDisposable
{
    private const int AtOnce = 64;

    /// <summary>How many.</summary>
    public int Count => (int)Images.shape[0];

    /// <summary>The real samples of a part of some sites.</summary>
    public static LabelledImages Of(IEnumerable<SampleSet> samples, SegmentationClasses classes, Device device)
    {
        var sets = samples.ToList();
        var parts =
            from set in sets
            from positions in Enumerable.Range(0, set.Count).Chunk(AtOnce)
            select (Func<(Tensor, Tensor)>)(() => (
                set.Take(positions, random: null).Image,
                classes == SegmentationClasses.Ternary ? TernaryLabels.Of(set.Instances(positions)) : set.TumourMasks(positions)));
        return Filled(sets.Sum(set => set.Count), parts, device);
    }

    /// <summary>Several sets as one; they stay as they are.</summary>
    public static LabelledImages Join(IReadOnlyList<LabelledImages> sets) =>
        Filled(sets.Sum(set => set.Count), sets.Select(set => (Func<(Tensor, Tensor)>)(() => (set.Images, set.Masks))), sets[0].Images.device);

    /// <summary>Copies parts one after the other, so that no more than one of them is there beside the whole.</summary>
    /// <param name="count">Images of all parts, at least 1.</param>
    /// <param name="parts">Each gives images and masks when it is asked.</param>
    /// <param name="device">Where the whole goes.</param>
    internal static LabelledImages Filled(int count, IEnumerable<Func<(Tensor Images, Tensor Masks)>> parts, Device device)
    {
        LabelledImages? whole = null;
        var done = 0L;
        foreach (var part in parts)
        {
            using var scope = NewDisposeScope();
            var (images, masks) = part();
            whole ??= new LabelledImages(
                empty([count, .. images.shape[1..]], float32, device).DetachFromDisposeScope(),
                empty([count, .. masks.shape[1..]], uint8, device).DetachFromDisposeScope());
            var n = images.shape[0];
            whole.Images.narrow(0, done, n).copy_(images);
            whole.Masks.narrow(0, done, n).copy_(masks);
            done += n;
        }

        return whole!;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Images.Dispose();
        Masks.Dispose();
    }
}
