using AsynDGAN.Core.Segmentation.Metrics;
using FsCheck;
using FsCheck.Fluent;

namespace AsynDGAN.Tests.Segmentation.Metrics;

/// <summary>Two random masks of one small shape of 2 or 3 axes, from empty to full, and a spacing.</summary>
internal sealed record MaskPair(BinaryVolume Prediction, BinaryVolume Reference, double[] Spacing)
{
    public static Arbitrary<MaskPair> Any { get; } = (
        from axes in Gen.Choose(2, 3)
        from shape in Gen.Choose(1, 7).ArrayOf(axes)
        from spacing in Gen.Elements(0.3, 0.9375, 1, 2.5, 5).ArrayOf(axes)
        from prediction in Masks(shape)
        from reference in Masks(shape)
        select new MaskPair(prediction, reference, spacing)).ToArbitrary();

    public MaskPair Swapped => new(Reference, Prediction, Spacing);

    public MaskOverlap Overlap => MaskOverlap.Between(Prediction, Reference);

    public SurfaceDistances Distances => SurfaceDistances.Between(Prediction, Reference, Spacing);

    public override string ToString() =>
        $"{string.Join('x', Prediction.Shape)} [{string.Join(' ', Spacing)}] {Bits(Prediction)} {Bits(Reference)}";

    private static Gen<BinaryVolume> Masks(int[] shape) =>
        from percent in Gen.Elements(0, 5, 30, 60, 90, 100)
        from draws in Gen.Choose(0, 99).ArrayOf(shape.Aggregate(1, (product, length) => product * length))
        select new BinaryVolume(shape, Array.ConvertAll(draws, draw => draw < percent));

    private static string Bits(BinaryVolume volume) => string.Concat(volume.Values.Select(value => value ? '#' : '.'));
}
