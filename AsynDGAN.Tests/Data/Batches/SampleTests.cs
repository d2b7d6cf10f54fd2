using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data.Batches;

public class SampleTests
{
    [TestCase(40, 50, 3, 8, TestName = "A_patch_drawn_from_its_picture_is_the_patch_that_was_cut")]
    [TestCase(40, 50, 400, 8, TestName = "A_patch_drawn_from_its_picture_with_more_nuclei_than_a_byte_counts")]
    [TestCase(40, 50, 40_000, 16, TestName = "A_patch_drawn_from_its_picture_with_more_nuclei_than_two_bytes_count")]
    [TestCase(5, 1, 3, 8, TestName = "A_patch_drawn_from_a_picture_smaller_than_itself")]
    public void Patches(int height, int width, int numbers, int bits)
    {
        using var scope = NewDisposeScope();
        var values = Enumerable.Range(0, height * width * 3).Select(i => (ushort)(7919 * i % (1 << bits)));
        var labels = Enumerable.Range(0, height * width).Select(i => 104_729 * i % numbers);
        var picture = CaseSlice.Of("image", new PixelArray(height, width, 3, bits, [.. values]), new InstanceMap(height, width, [.. labels]));
        var options = new DataOptions { ImageSize = 16, Patch = new PatchOptions { Size = 16, Stride = 12 } };
        var (@case, preparation) = (TestCases.Of("p", "A", [picture]), new CasePreparation(options));
        var patches = new Patches(options.Patch).Cut(@case);
        var drawn = Sample.Of(preparation.Prepare(@case, [], inPatches: true).Slices);
        var cut = Sample.Of(preparation.Prepare(patches with { Slices = [.. patches.Slices.Select(slice => slice with { Patch = null })] }, [], inPatches: false).Slices);
        Assert.That(drawn, Has.Count.EqualTo(cut.Count).And.Count.GreaterThan(0));
        foreach (var (own, expected) in drawn.Zip(cut))
        {
            Assert.That(own.Values().Equals(expected.Values()));
            Assert.That(own.Masks().Equals(expected.Masks()));
            Assert.That(own.Numbers()!.Equals(expected.Numbers()!));
        }

        Assert.That(drawn.Select(slice => slice.Slice), Is.EqualTo(cut.Select(slice => slice.Slice with { Patch = drawn[0].Slice.Patch })).Using<PreparedSlice>((a, b) => a.Stored == b.Stored && a.MaskPixels == b.MaskPixels));
        Assert.That(Sample.BytesOf(drawn), Is.LessThan(height > 16 ? Sample.BytesOf(cut) : long.MaxValue), "the picture is there once");
    }
}
