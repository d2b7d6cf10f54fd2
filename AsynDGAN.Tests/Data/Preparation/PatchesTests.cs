using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Data.Preparation;

public class PatchesTests
{
    [Test]
    public void A_tile_of_the_paper_gives_16_patches()
    {
        var names = Cut(new PatchOptions { Size = 286, Stride = 238 }, 1000, 1000).Select(patch => patch.Name).ToArray();
        Assert.That(names, Has.Length.EqualTo(16).And.Unique);
        Assert.That((names[0], names[^1]), Is.EqualTo(("image@0,0", "image@714,714")));
    }

    [Test]
    public void A_patch_has_the_pixels_and_the_nuclei_of_its_place()
    {
        var patch = Cut(new PatchOptions { Size = 8, Stride = 4, Pad = false }, 21, 30).Single(patch => patch.Name == "image@12,20");
        using (Assert.EnterMultipleScope())
        {
            for (var i = 0; i < 64; i++)
            {
                Assert.That(patch.Image[i / 8, i % 8, 1], Is.EqualTo(Value(12 + i / 8, 20 + i % 8) + 1));
                Assert.That(patch.Instances![i / 8, i % 8], Is.EqualTo(Number(12 + i / 8, 20 + i % 8)));
                Assert.That(patch.Mask[i / 8, i % 8], Is.EqualTo(Number(12 + i / 8, 20 + i % 8) > 0 ? 255 : 0));
            }
        }
    }

    [Test]
    public void Masks_that_tell_no_single_objects_apart_are_cut_with_their_values()
    {
        var mask = new PixelArray(9, 12, 1, 8, [.. Enumerable.Range(0, 9 * 12).Select(i => (ushort)Number(i / 12, i % 12))]);
        var slice = new CaseSlice("image", new PixelArray(9, 12, 1, 16, [.. Enumerable.Range(0, 9 * 12).Select(i => (ushort)(500 * i))]), mask);
        var patch = new Patches(new PatchOptions { Size = 8 }).Cut(TestCases.Of("p", "A", [slice])).Slices.Single(patch => patch.Name == "image@8,8");
        Assert.That(patch.Instances, Is.Null);
        Assert.That((patch.Image.Bits, patch.Image[0, 3], patch.Mask[0, 3]), Is.EqualTo((16, 500 * (8 * 12 + 11), Number(8, 11))));
        Assert.That((patch.Image[1, 4], patch.Mask[1, 4]), Is.EqualTo((500 * (7 * 12 + 10), Number(7, 10))), "mirrored in the last row and column");
    }

    [TestCase(true, 4, TestName = "With_padding_the_last_pixel_is_seen")]
    [TestCase(false, 1, TestName = "Without_padding_what_reaches_beyond_is_left_out")]
    public void The_end_of_a_picture(bool pad, int expected) =>
        Assert.That(Cut(new PatchOptions { Size = 8, Pad = pad }, 9, 12).Count(), Is.EqualTo(expected));

    [TestCase(true)]
    [TestCase(false)]
    public void A_picture_smaller_than_a_patch_is_mirrored(bool pad)
    {
        var patch = Cut(new PatchOptions { Size = 8, Pad = pad }, 3, 1).Single();
        Assert.That(Enumerable.Range(0, 8).Select(row => (int)patch.Image[row, 5]), Is.EqualTo(new[] { 0, 1, 2, 1, 0, 1, 2, 1 }.Select(row => Value(row, 0))));
    }

    private static int Value(int row, int column) => (7 * row + 3 * column) % 200;

    private static int Number(int row, int column) => (row / 3 + column / 5) % 3;

    private static IReadOnlyList<CaseSlice> Cut(PatchOptions options, int height, int width)
    {
        var values = Enumerable.Range(0, height * width * 3).Select(i => (ushort)(Value(i / 3 / width, i / 3 % width) + i % 3));
        var labels = Enumerable.Range(0, height * width).Select(i => Number(i / width, i % width));
        var slice = CaseSlice.Of("image", new PixelArray(height, width, 3, 8, [.. values]), new InstanceMap(height, width, [.. labels]));
        return new Patches(options).Cut(TestCases.Of("p", "A", [slice])).Slices;
    }
}
