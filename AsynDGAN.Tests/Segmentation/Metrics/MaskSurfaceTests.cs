using AsynDGAN.Core.Segmentation.Metrics;
using FsCheck;
using FsCheck.Fluent;

namespace AsynDGAN.Tests.Segmentation.Metrics;

public class MaskSurfaceTests
{
    [Test]
    public void Surfaces_equal_those_found_by_counting_neighbours() => Prop.ForAll(MaskPair.Any, pair =>
        MaskSurface.Of(pair.Reference).SequenceEqual(BruteForce.Surface(pair.Reference))).QuickCheckThrowOnFailure();

    [Test]
    public void A_picture_has_no_neighbours_above_and_below_but_a_volume_of_one_slice_has()
    {
        var full = Enumerable.Repeat(true, 25).ToArray();
        Assert.That(MaskSurface.Of(new BinaryVolume([5, 5], full)), Has.Count.EqualTo(16));
        Assert.That(MaskSurface.Of(new BinaryVolume([1, 5, 5], full)), Has.Count.EqualTo(25));
    }
}
