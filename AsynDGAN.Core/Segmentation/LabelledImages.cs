using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>What a segmentation network is trained on: images and their masks on the networks' grid, on one device.</summary>
/// <param name="Images">[n, channels, height, width], float32 in [-1, 1].</param>
/// <param name="Masks">[n, 1, height, width], float32: 0 or 1; or the classes of <see cref="TernaryLabels"/>.</param>
public sealed record LabelledImages(Tensor Images, Tensor Masks) : IDisposable
{
    /// <summary>How many.</summary>
    public int Count => (int)Images.shape[0];

    /// <summary>The real samples of a part of some sites.</summary>
    public static LabelledImages Of(IEnumerable<SampleSet> samples, SegmentationClasses classes)
    {
        using var scope = NewDisposeScope();
        var parts = samples.Where(s => s.Count > 0).Select(s => (Pairs: s.Take([.. Enumerable.Range(0, s.Count)], random: null), Masks: classes == SegmentationClasses.Ternary ? TernaryLabels.Of(s.Instances()) : s.TumourMasks())).ToArray();
        return Keep(cat([.. parts.Select(p => p.Pairs.Image)]), cat([.. parts.Select(p => p.Masks)]));
    }

    /// <summary>Several sets as one; they stay as they are.</summary>
    public static LabelledImages Join(IReadOnlyList<LabelledImages> sets)
    {
        using var scope = NewDisposeScope();
        return Keep(cat([.. sets.Select(s => s.Images)]), cat([.. sets.Select(s => s.Masks)]));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Images.Dispose();
        Masks.Dispose();
    }

    private static LabelledImages Keep(Tensor images, Tensor masks) =>
        new(images.DetachFromDisposeScope(), masks.DetachFromDisposeScope());
}
