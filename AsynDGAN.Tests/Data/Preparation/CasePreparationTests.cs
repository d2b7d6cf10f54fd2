using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data.Preparation;

public class CasePreparationTests
{
    private static readonly DataOptions options = new() { Crop = CropMethod.Head, ImageSize = 32 };

    [Test]
    public void All_slices_of_a_volume_share_the_square_around_all_of_its_heads()
    {
        var slices = Prepare(options, TestCases.Head("1", 60, 60, 10), TestCases.Head("2", 60, 60, 20));
        Assert.That(slices[0].Geometry, Is.EqualTo(slices[1].Geometry));

        // Rows 10 to 50 less the digital disc's tips, which the opening takes, and a margin of 1.
        Assert.That(slices[0].Geometry, Is.EqualTo(new SliceGeometry(60, 60, new CropSquare(10, 10, 41), 32)));
    }

    [Test]
    public void Pictures_of_other_sizes_have_squares_of_their_own()
    {
        var slices = Prepare(options, TestCases.Head("1", 60, 60, 10), TestCases.Head("2", 40, 50, 10));
        Assert.That(slices.Select(slice => slice.Geometry.Square), Is.EqualTo(new[] { new CropSquare(20, 20, 21), new CropSquare(10, 15, 21) }));
    }

    [Test]
    public void Without_a_crop_the_whole_picture_is_padded_to_a_square()
    {
        var slice = Prepare(options with { Crop = CropMethod.None }, TestCases.Head("1", 20, 30, 8))[0];
        Assert.That(slice.Geometry.Square, Is.EqualTo(new CropSquare(-5, 0, 30)));
        Assert.That(slice.Pixels!.Image.Take(5 * 30), Is.All.EqualTo(0));
        Assert.That(slice.Pixels!.Image[15 * 30 + 10], Is.EqualTo(100), "row 10 of the picture, column 10");
    }

    [Test]
    public void The_head_is_filled_and_the_tumour_in_it()
    {
        var source = TestCases.Head("1", 60, 60, 15);
        var hollow = new PixelArray(60, 60, 1, 8, source.Image.Values.ToArray());
        hollow.Values[25 * 60 + 25] = 0;
        var slice = Prepare(options with { Crop = CropMethod.None }, source with { Image = hollow })[0];
        var head = Array.ConvertAll(slice.Pixels!.Labels, code => code >> 3);
        Assert.That(head[25 * 60 + 25], Is.EqualTo(1));
        Assert.That(head.Count(value => value > 0), Is.EqualTo(source.Image.Values.Count(value => value > 0)).Within(4), "but for the tips");
        Assert.That(slice.Pixels!.Labels.Select(code => MaskCode.HasTumour(code) ? 255 : 0), Is.EqualTo(source.Mask.Values));
    }

    [Test]
    public void Patches_of_objects_have_the_head_and_the_normalisation_of_their_picture()
    {
        var cut = new DataOptions { ImageSize = 32, Patch = new PatchOptions { Size = 32 }, Normalise = new NormaliseOptions { By = NormaliseBy.Slice } };
        var picture = TestCases.Head("1", 96, 64, 30);
        var whole = new CasePreparation(cut).Prepare(TestCases.Of("p", "A", [picture]), [], inPatches: false).Slices[0];
        var patches = new CasePreparation(cut).Prepare(TestCases.Of("p", "A", [picture]), [], inPatches: true).Slices;
        Assert.That(patches, Has.Count.EqualTo(6));
        Assert.That(patches.Select(patch => patch.Normalisations), Is.All.EqualTo(whole.Normalisations));
        Assert.That(patches.Select(patch => patch.Pixels), Is.All.SameAs(patches[0].Pixels), "all cut from one");
        Assert.That((patches[0].Pixels!.Height, patches[0].Pixels!.Width), Is.EqualTo((96, 64)));
        Assert.That(patches.Sum(patch => patch.MaskPixels), Is.EqualTo(picture.Mask.Values.Count(value => value > 0)));

        var inSquare = whole.Geometry.Square;
        for (var i = 0; i < 96 * 64; i++)
        {
            Assert.That(patches[0].Pixels!.Labels[i], Is.EqualTo(whole.Pixels!.Labels[(i / 64 - inSquare.Top) * inSquare.Side + i % 64 - inSquare.Left]));
        }
    }

    [Test]
    public void One_pixel_far_above_all_others_changes_no_scale()
    {
        var head = TestCases.Head("1", 60, 60, 15, bits: 16);
        var hot = head with { Image = new PixelArray(60, 60, 1, 16, [.. head.Image.Values.Select(value => (ushort)(value / 256))]) };
        var before = Prepare(options, hot)[0].Normalisations[0];
        hot.Image.Values[30 * 60 + 30] = ushort.MaxValue;
        Assert.That(Prepare(options, hot)[0].Normalisations[0], Is.EqualTo(before));
    }

    [Test]
    public void A_constant_background_above_0_is_black_and_one_of_0_as_before()
    {
        var head = TestCases.Head("1", 60, 60, 15);
        var raised = head with { Image = new PixelArray(60, 60, 1, 8, [.. head.Image.Values.Select(value => (ushort)(value + 30))]) };
        var (plain, lifted) = (Prepare(options, head)[0], Prepare(options, raised)[0]);
        Assert.That((plain.Background, lifted.Background), Is.EqualTo((0, 30)));
        foreach (var value in new[] { 0, 100, 200 })
        {
            Assert.That(lifted.Normalisations[0].Of(value + 30), Is.EqualTo(plain.Normalisations[0].Of(value)).Within(1e-5));
        }

        Assert.That(lifted.Pixels!.Labels, Is.EqualTo(plain.Pixels!.Labels));
    }

    [Test]
    public void A_white_ground_and_a_grey_one_with_tissue_on_both_sides_are_no_background()
    {
        var head = TestCases.Head("1", 60, 60, 15);
        var white = head with { Image = new PixelArray(60, 60, 1, 8, [.. head.Image.Values.Select(value => (ushort)(255 - value))]) };
        var grey = head with { Image = new PixelArray(60, 60, 1, 8, [.. head.Image.Values.Select(value => (ushort)(value == 0 ? 150 : value))]) };
        Assert.That(Prepare(options, white)[0].Background, Is.Zero);
        Assert.That(Prepare(options, grey)[0].Background, Is.Zero);
    }

    [Test]
    public void Red_green_and_blue_have_one_scale_and_the_sequences_of_a_scanner_their_own([Values] bool isColour)
    {
        var head = TestCases.Head("1", 60, 60, 15);
        var orange = head with { Image = new PixelArray(60, 60, 3, 8, [.. head.Image.Values.SelectMany(value => new[] { value, (ushort)(value / 2), (ushort)(value / 10) })]) };
        var lines = new CasePreparation(options).Prepare(TestCases.Of("p", "A", [orange]) with { IsColour = isColour }, [], inPatches: false).Slices[0].Normalisations;
        Assert.That(lines.Distinct().Count(), Is.EqualTo(isColour ? 1 : 3));
        Assert.That(lines[0].Of(100), Is.EqualTo(2 / 2.6 - 1).Within(1e-5), "the median of the brightest channel");
        Assert.That(lines[1].Of(50), Is.EqualTo(isColour ? 1 / 2.6 - 1 : 2 / 2.6 - 1).Within(1e-5));
    }

    [Test]
    public void Colours_keep_their_hue_by_percentiles_too([Values(NormaliseBy.Volume, NormaliseBy.Slice)] NormaliseBy by, [Values(0, 5)] double low)
    {
        var head = TestCases.Head("1", 60, 60, 15);
        var orange = head with { Image = new PixelArray(60, 60, 3, 8, [.. head.Image.Values.SelectMany(value => new[] { value, (ushort)(value / 2), (ushort)(value / 10) })]) };
        var keys = options with { Normalise = new NormaliseOptions { By = by, To = NormaliseTo.Percentile, Low = low, High = 100 } };
        var line = new CasePreparation(keys).Prepare(TestCases.Of("p", "A", [orange]) with { IsColour = true }, [], inPatches: false).Slices[0].Normalisations.Distinct().Single();
        Assert.That(line.Of(0), Is.EqualTo(-1f));
        Assert.That((line.Of(50) + 1) / (line.Of(100) + 1), Is.EqualTo(0.5).Within(1e-5), "green over red");
    }

    [Test]
    public void By_volume_a_tissue_has_one_grey_in_every_slice()
    {
        var dim = Scaled(TestCases.Head("2", 60, 60, 15), 2);
        var slices = Prepare(options, TestCases.Head("1", 60, 60, 18), dim);
        Assert.That(slices[0].Normalisations, Is.EqualTo(slices[1].Normalisations));
        Assert.That(slices[0].Normalisations[0].Of(260), Is.EqualTo(1f), "2.6 times the median 100");
        Assert.That(slices[0].Normalisations[0].Of(0), Is.EqualTo(-1f));
    }

    [Test]
    public void By_slice_every_slice_has_its_own_median()
    {
        var slices = Prepare(
            options with { Normalise = new NormaliseOptions { By = NormaliseBy.Slice } },
            TestCases.Head("1", 60, 60, 18), Scaled(TestCases.Head("2", 60, 60, 15), 2));
        Assert.That(slices[1].Normalisations[0].Of(130), Is.EqualTo(1f), "2.6 times the median 50");
        Assert.That(slices[0].Normalisations[0].Of(130), Is.EqualTo(0f));
    }

    [Test]
    public void Channels_have_normalisations_of_their_own()
    {
        var one = TestCases.Head("1", 40, 40, 15);
        var both = one.Image.Values.SelectMany(value => new[] { value, (ushort)(value / 2) }).ToArray();
        var slice = Prepare(options, one with { Image = new PixelArray(40, 40, 2, 8, both) })[0];
        Assert.That(slice.Normalisations.Select(line => line.Of(130)), Is.EqualTo(new[] { 0f, 1f }));
        Assert.That(slice.Pixels!.Image.Length, Is.EqualTo(2 * slice.Geometry.Square.Side * slice.Geometry.Square.Side));
        Assert.That(slice.Pixels!.Image.Skip(slice.Pixels!.Image.Length / 2).Max(), Is.EqualTo(100));
    }

    [TestCase(16)]
    [TestCase(40)]
    public void Mask_pixels_are_counted_as_the_networks_see_them(int size)
    {
        var slice = Prepare(options with { ImageSize = size }, TestCases.Head("1", 60, 60, 17))[0];
        using var scope = NewDisposeScope();
        var side = slice.Geometry.Square.Side;
        var seen = MaskCode.Tumour(Resize.Nearest(tensor(slice.Pixels!.Labels, [1, 1, side, side]), size, size)).sum().ToInt32();
        Assert.That(slice.MaskPixels, Is.EqualTo(seen).And.GreaterThan(0));
    }

    [TestCase(32, 4)]
    [TestCase(32, 5)]
    [TestCase(40, 4)]
    public void Mask_pixels_of_a_patch_are_counted_in_what_the_networks_see_of_it(int size, int rim)
    {
        var cut = new DataOptions { ImageSize = size, Patch = new PatchOptions { Size = 40 }, Augment = new AugmentOptions { LoadSize = 40 } };
        var picture = new CaseSlice("1", TestCases.Picture(40, 40, (row, column) => row + column), TestCases.Picture(40, 40, (row, column) => Math.Min(row, 39 - column) < rim ? 255 : 0));
        var patch = new CasePreparation(cut).Prepare(TestCases.Of("p", "A", [picture]), [], inPatches: true).Slices.Single();
        using var set = new SampleSet(Sample.Of([patch]), [], cut, 0, CPU, CPU);
        Assert.That(patch.MaskPixels, Is.EqualTo(set.TumourMasks([0]).sum().ToInt32()));
        Assert.That(patch.MaskPixels == 0, Is.EqualTo(size == 32 && rim == 4), "all of it outside of the middle");
    }

    [Test]
    public void A_black_volume_keeps_its_whole_picture()
    {
        var black = new CaseSlice("1", TestCases.Constant(20, 20, 0), TestCases.Constant(20, 20, 0));
        var slice = Prepare(options, black)[0];
        Assert.That(slice.Geometry.Square, Is.EqualTo(new CropSquare(0, 0, 20)));
        Assert.That(slice.Normalisations[0].Of(0), Is.EqualTo(-1f));
    }

    [TestCase(26755, 3, 8, CropMethod.None, 26754)]
    [TestCase(46341, 1, 8, CropMethod.None, 46340)]
    [TestCase(32768, 1, 16, CropMethod.None, 32767)]
    [TestCase(45000, 1, 8, CropMethod.Head, 46340)]
    public void A_picture_that_is_too_long_for_a_square_is_refused(int height, int channels, int bits, CropMethod crop, int most)
    {
        var options = new DataOptions { Crop = crop, ImageSize = 32 };
        var side = crop == CropMethod.Head ? height + 2 * (3 * height / 100) : height;
        Assert.That(
            () => Prepare(options, Strip(height)),
            Throws.TypeOf<UserException>().With.Message.StartsWith($"strip: the image is {height}x1: the square around it has {side} rows, and {most} are the most; cut it into tiles"));
        Assert.That(Strip(crop == CropMethod.Head ? most * 100 / 107 : most).FaultOfSquare(options), Is.Null);
        Assert.That(
            new CasePreparation(options with { Patch = new PatchOptions { Size = 32, Stride = 4096 } }).Prepare(TestCases.Of("p", "A", [Strip(height)]), [], inPatches: true).Slices,
            Is.Not.Empty, "in patches");

        CaseSlice Strip(int rows) => new("strip", new PixelArray(rows, 1, channels, bits, new ushort[rows * channels]), TestCases.Constant(rows, 1, 0));
    }

    private static IReadOnlyList<PreparedSlice> Prepare(DataOptions options, params CaseSlice[] slices) =>
        new CasePreparation(options).Prepare(TestCases.Of("p", "A", slices), [], inPatches: false).Slices;

    private static CaseSlice Scaled(CaseSlice slice, int divisor) =>
        slice with { Image = new PixelArray(slice.Image.Height, slice.Image.Width, 1, 8, Array.ConvertAll(slice.Image.Values, value => (ushort)(value / divisor))) };
}
