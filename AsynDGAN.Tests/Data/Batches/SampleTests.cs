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
        var @case = new Patches(options.Patch).Cut(TestCases.Of("p", "A", [picture]));
        var prepared = new CasePreparation(options).Prepare(@case);
        var drawn = KeptSlice.Of(StoredSlice.Of(@case, prepared));
        var cut = KeptSlice.Of(StoredSlice.Of(@case, prepared.Select(slice => slice with { Patch = null })));
        Assert.That(drawn, Has.Count.EqualTo(cut.Count).And.Count.GreaterThan(0));
        foreach (var (own, expected) in drawn.Zip(cut).Select(pair => (pair.First.Sample, pair.Second.Sample)))
        {
            Assert.That(own.Values().Equals(expected.Values()));
            Assert.That(own.Masks().Equals(expected.Masks()));
            Assert.That(own.Numbers()!.Equals(expected.Numbers()!));
        }

        Assert.That(drawn.Select(slice => slice.Slice), Is.EqualTo(cut.Select(slice => slice.Slice with { Patch = drawn[0].Slice.Patch })).Using<StoredSlice>((a, b) => a.Stored == b.Stored && a.MaskPixels == b.MaskPixels));
        Assert.That(Sample.BytesOf(drawn.Select(slice => slice.Sample)), Is.LessThan(height > 16 ? Sample.BytesOf(cut.Select(slice => slice.Sample)) : long.MaxValue), "the picture is there once");
    }
}
