using AsynDGAN.Core;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Tests.Imaging;
using BitMiracle.LibTiff.Classic;

namespace AsynDGAN.Tests.Data.Sources;

public class BinaryMaskTests
{
    private static readonly byte[] blackAndRed = [0, 0, 0, 128, 0, 0];
    private static readonly byte[] voc = [0, 0, 0, 128, 0, 0, 0, 128, 0, 128, 128, 0];

    [TestCase(new ushort[] { 0, 255, 255, 0 }, new ushort[] { 0, 255, 255, 0 })]
    [TestCase(new ushort[] { 0, 1, 1, 0 }, new ushort[] { 0, 255, 255, 0 })]
    [TestCase(new ushort[] { 0, 0, 0, 0 }, new ushort[] { 0, 0, 0, 0 })]
    [TestCase(new ushort[] { 1, 1, 1, 1 }, new ushort[] { 255, 255, 255, 255 })]
    public void Two_values_are_understood(ushort[] stored, ushort[] expected) =>
        Assert.That(Of(new PixelArray(2, 2, 1, 8, stored)), Is.EqualTo(expected));

    [TestCase(1)]
    [TestCase(255)]
    [TestCase(65535)]
    public void Sixteen_bits_may_hold_1_255_or_the_largest(int inside) =>
        Assert.That(Of(new PixelArray(1, 2, 1, 16, [0, (ushort)inside])), Is.EqualTo(new[] { 0, 255 }));

    [TestCase(new ushort[] { 0, 1, 255, 0 }, "0, 1, 255;", "[255]")]
    [TestCase(new ushort[] { 0, 2, 0, 0 }, "0, 2;", "[2]")]
    public void Other_values_are_listed_with_the_key_that_helps(ushort[] stored, string values, string example)
    {
        var message = Refused(new PixelArray(2, 2, 1, 8, stored)).Message;
        Assert.That(message, Does.Contain($"values {values}").And.Contain($"data.mask_values, such as {example}"));
    }

    [Test]
    public void A_long_list_of_values_is_cut() =>
        Assert.That(Refused(TestCases.Picture(16, 16, (y, x) => 16 * y + x)).Message, Does.Contain("0, 1, 2, 3, 4, 5, 6, 7, ...;"));

    [Test]
    public void A_jpeg_whose_packing_changed_the_values_is_told_to_be_png()
    {
        var mask = ImageFile.DecodeMask(JpegSample.Blocks(16, 16), "mask");
        Assert.That(Assert.Throws<UserException>(() => BinaryMask.Of(mask, []))!.Message, Does.Contain("save masks as PNG"));
    }

    [Test]
    public void Named_values_count_as_object_and_others_do_not()
    {
        var classes = new PixelArray(1, 4, 1, 8, [0, 1, 2, 3]);
        Assert.That(Of(classes, 2), Is.EqualTo(new[] { 0, 0, 255, 0 }));
        Assert.That(Of(classes, 1, 3), Is.EqualTo(new[] { 0, 255, 0, 255 }));
        Assert.That(Of(classes, 0), Is.EqualTo(new[] { 255, 0, 0, 0 }), "a mask that is the wrong way round");
    }

    [Test]
    public void Grey_of_few_bits_has_two_values_of_any_kind([Values(1, 2, 4)] int bits)
    {
        var largest = (1 << bits) - 1;
        foreach (var inside in new[] { 1, largest / 2 + 1, largest })
        {
            Assert.That(OfPng(PngSample.OfCodes(2, 3, bits, [0, inside, 0, 0, 0, inside])), Is.EqualTo(new[] { 0, 255, 0, 0, 0, 255 }), $"{inside}");
        }
    }

    [Test]
    public void Values_of_few_bits_are_those_that_are_stored()
    {
        var png = PngSample.OfCodes(1, 4, 2, [0, 1, 2, 3]);
        Assert.That(OfPng(png, 2, 3), Is.EqualTo(new[] { 0, 0, 255, 255 }));
        Assert.That(Refused(png).Message, Does.Contain("the values 0, 1, 2, 3;"));
    }

    [Test]
    public void A_palette_of_black_and_one_colour_is_a_mask([Values(1, 2, 4, 8)] int bits)
    {
        Assert.That(OfPng(PngSample.OfCodes(1, 3, bits, [0, 1, 0], blackAndRed)), Is.EqualTo(new[] { 0, 255, 0 }));
        Assert.That(OfPng(PngSample.OfCodes(1, 3, bits, [0, 1, 0], [255, 255, 255, 0, 0, 0])), Is.EqualTo(new[] { 255, 0, 255 }), "its number 0 is white");
    }

    [Test]
    public void A_palette_of_several_classes_is_listed_and_named_by_its_numbers()
    {
        var png = PngSample.OfCodes(1, 4, 8, [0, 1, 2, 3], voc);
        Assert.That(Refused(png).Message, Does.Contain("the values 0, 1, 2, 3; black and one other colour are understood").And.Contain("data.mask_values"));
        Assert.That(OfPng(png, 1, 3), Is.EqualTo(new[] { 0, 255, 0, 255 }));
    }

    [Test]
    public void A_palette_s_numbers_are_those_that_are_stored_though_they_look_alike()
    {
        byte[] twice = [0, 0, 0, 255, 0, 0, 0, 255, 0, 255, 0, 0, 0, 0, 0];
        var png = PngSample.OfCodes(1, 5, 8, [0, 1, 2, 3, 4], twice);
        Assert.That(OfPng(png, 1), Is.EqualTo(new[] { 0, 255, 0, 0, 0 }));
        Assert.That(OfPng(png, 3, 4), Is.EqualTo(new[] { 0, 0, 0, 255, 255 }));
        Assert.That(OfPng(PngSample.OfCodes(1, 4, 4, [0, 1, 3, 4], twice)), Is.EqualTo(new[] { 0, 255, 255, 0 }), "without names they are black and one other colour");
        Assert.That(OfPng(PngSample.OfCodes(1, 3, 8, [0, 1, 3], twice, [255, 255, 255, 0]), 3), Is.EqualTo(new[] { 0, 0, 0 }), "what is transparent is 0");
    }

    [Test]
    public void A_palette_whose_numbers_all_look_black_is_no_empty_mask()
    {
        var png = PngSample.OfCodes(1, 4, 8, [0, 1, 1, 2], new byte[9]);
        Assert.That(Refused(png).Message, Is.EqualTo(
            "the mask has the values 0, 1, 2, which all look black; black and one other colour are understood; where some of them are the object, name those by data.mask_values, such as [2]"));
        Assert.That(OfPng(png, 1), Is.EqualTo(new[] { 0, 255, 255, 0 }));
        Assert.That(Refused(PngSample.OfCodes(1, 2, 1, [0, 1], new byte[6], [0, 0])).Message, Does.Contain("the values 0, 1, which all look black"), "transparent everywhere");
        Assert.That(OfPng(PngSample.OfCodes(1, 2, 1, [0, 1], new byte[6], [0])), Is.EqualTo(new[] { 0, 255 }), "the transparent one is outside");
        Assert.That(OfPng(PngSample.OfCodes(1, 2, 1, [0, 0], new byte[6])), Is.EqualTo(new[] { 0, 0 }), "of one number");
    }

    [Test]
    public void Every_number_of_a_palette_is_kept()
    {
        int[] numbers = [.. Enumerable.Range(0, 256)];
        var mask = ImageFile.DecodeMask(PngSample.OfCodes(16, 16, 8, numbers, new byte[3 * 256]), "mask");
        Assert.That(mask.Indices.Select(index => mask.Colours[index].Value), Is.EqualTo(numbers));
    }

    [Test]
    public void A_number_beyond_the_palette_is_refused() => Assert.That(
        Assert.Throws<UserException>(() => OfPng(PngSample.OfCodes(1, 2, 8, [0, 7], blackAndRed), 1))!.Message, Does.Contain("the number 7").And.Contain("2 colours"));

    [Test]
    public void Two_colours_of_which_none_is_black_are_refused() =>
        Assert.That(Refused(PngSample.OfCodes(1, 2, 1, [0, 1], [255, 255, 255, 255, 0, 0])).Message, Does.Contain("black and one other colour"));

    [Test]
    public void Colour_whose_channels_agree_is_grey([Values(8, 16)] int bits)
    {
        var white = (ushort)((1 << bits) - 1);
        Assert.That(Of(new PixelArray(1, 2, 3, bits, [0, 0, 0, white, white, white])), Is.EqualTo(new[] { 0, 255 }));
        Assert.That(Of(new PixelArray(1, 2, 3, bits, [0, 0, 0, 1, 1, 1])), Is.EqualTo(new[] { 0, 255 }));
        Assert.That(Refused(new PixelArray(1, 2, 3, bits, [0, 0, 0, 7, 7, 7])).Message, Does.Contain("values 0, 7;"));
    }

    [Test]
    public void Colour_on_black_is_a_mask_and_several_colours_are_refused()
    {
        Assert.That(Of(new PixelArray(1, 2, 3, 8, [0, 0, 0, 255, 0, 0])), Is.EqualTo(new[] { 0, 255 }));
        var several = new PixelArray(1, 3, 3, 8, [0, 0, 0, 255, 0, 0, 0, 255, 0]);
        Assert.That(Refused(several).Message, Does.Contain("the colours ").And.Contain("#FF0000").And.Contain("#00FF00").And.Contain("data.mask_values"));
        Assert.That(Refused(several, 1).Message, Does.Contain("data.mask_values cannot name"));
    }

    [Test]
    public void A_mask_in_the_alpha_channel_is_read([Values(2, 4)] int channels, [Values] bool white, [Values] bool tiff)
    {
        var colour = (ushort)(white ? 255 : 0);
        ushort[] inside = [.. Enumerable.Repeat(colour, channels - 1), 255], outside = [.. Enumerable.Repeat(colour, channels - 1), 0];
        var pixels = new PixelArray(1, 3, channels, 8, [.. outside, .. inside, .. outside]);
        var stored = tiff ? ImageFile.DecodeMask(new TiffSample(Compression.LZW).Write(pixels), "mask") : StoredMask.Of(pixels);
        Assert.That(BinaryMask.Of(stored, []).Values, Is.EqualTo(new[] { 0, 255, 0 }));
    }

    [Test]
    public void A_transparent_mask_of_one_colour_is_empty_and_an_opaque_one_full()
    {
        Assert.That(Of(new PixelArray(1, 2, 2, 8, [255, 0, 255, 0])), Is.EqualTo(new[] { 0, 0 }));
        Assert.That(Of(new PixelArray(1, 2, 2, 8, [255, 255, 255, 255])), Is.EqualTo(new[] { 255, 255 }));
    }

    [Test]
    public void What_is_transparent_is_no_object_of_a_named_value()
    {
        var mask = new PixelArray(1, 3, 2, 8, [1, 0, 1, 255, 2, 255]);
        Assert.That(Of(mask, 1), Is.EqualTo(new[] { 0, 255, 0 }));
        Assert.That(Of(mask, 0), Is.EqualTo(new[] { 255, 0, 0 }), "turned round");
        Assert.That(Of(new PixelArray(1, 2, 2, 8, [1, 0, 2, 0]), 1), Is.EqualTo(new[] { 255, 0 }), "transparent everywhere");
    }

    [Test]
    public void Alpha_that_agrees_with_the_colours_changes_nothing()
    {
        Assert.That(Of(new PixelArray(1, 3, 2, 8, [0, 0, 255, 255, 0, 0])), Is.EqualTo(new[] { 0, 255, 0 }));
        Assert.That(Of(new PixelArray(1, 3, 2, 8, [0, 255, 255, 255, 0, 255])), Is.EqualTo(new[] { 0, 255, 0 }));
        Assert.That(Of(new PixelArray(1, 3, 2, 8, [0, 0, 255, 0, 0, 0])), Is.EqualTo(new[] { 0, 255, 0 }), "transparent everywhere");
        Assert.That(Of(new PixelArray(1, 2, 4, 8, [255, 255, 255, 0, 200, 0, 0, 255])), Is.EqualTo(new[] { 0, 255 }), "red on transparent white");
    }

    [Test]
    public void Alpha_that_contradicts_the_colours_is_refused()
    {
        Assert.That(Refused(new PixelArray(1, 3, 2, 8, [0, 0, 255, 255, 255, 0])).Message, Does.Contain("tell different objects"));
        Assert.That(Refused(new PixelArray(1, 3, 2, 8, [255, 0, 255, 128, 255, 255])).Message, Does.Contain("alpha channel has the values 0, 128, 255"));
    }

    [Test]
    public void A_palette_with_transparency_is_read_by_it() =>
        Assert.That(OfPng(PngSample.OfCodes(1, 3, 8, [0, 1, 0], [255, 255, 255, 255, 255, 255], [0, 255])), Is.EqualTo(new[] { 0, 255, 0 }));

    [TestCase(8, new ushort[] { 0, 255, 255 })]
    [TestCase(8, new ushort[] { 254, 255, 255 })]
    [TestCase(16, new ushort[] { 0, 65535, 65535 })]
    [TestCase(16, new ushort[] { 65280, 65535, 65535 })]
    public void Of_a_tiff_whose_zero_means_white_the_largest_value_is_outside(int bits, ushort[] stored) =>
        Assert.That(BinaryMask.Of(WhiteIsZero(new PixelArray(1, 3, 1, bits, stored)), []).Values, Is.EqualTo(new[] { 255, 0, 0 }));

    [Test]
    public void Values_of_a_tiff_whose_zero_means_white_are_the_stored_ones()
    {
        var mask = WhiteIsZero(new PixelArray(1, 3, 1, 8, [0, 100, 255]));
        Assert.That(BinaryMask.Of(mask, [0]).Values, Is.EqualTo(new[] { 255, 0, 0 }));
        Assert.That(BinaryMask.Of(mask, [255, 100], areClasses: true).Values, Is.EqualTo(new[] { 0, 2, 1 }));
        Assert.That((BinaryMask.Unlisted(mask, [100]), BinaryMask.Unlisted(mask, [0, 100]), mask.IsByColour), Is.EqualTo(("0", (string?)null, false)));
        Assert.That(
            Assert.Throws<UserException>(() => BinaryMask.Of(mask, []))!.Message,
            Does.StartWith("the mask has the values 0, 100, 255; 0 and 255 (or 254 and 255; its zero means white) are understood").And.EndWith("such as [100]"));
        Assert.That(BinaryMask.Of(WhiteIsZero(new PixelArray(1, 2, 2, 8, [0, 0, 0, 255])), [0]).Values, Is.EqualTo(new[] { 0, 255 }), "transparent");
    }

    private static StoredMask WhiteIsZero(PixelArray stored) => ImageFile.DecodeMask(new TiffSample { Photometric = Photometric.MINISWHITE }.Write(stored), "mask");

    private static ushort[] Of(PixelArray mask, params int[] values) => BinaryMask.Of(StoredMask.Of(mask), values).Values;

    private static ushort[] OfPng(byte[] png, params int[] values) => BinaryMask.Of(ImageFile.DecodeMask(png, "mask"), values).Values;

    private static UserException Refused(PixelArray mask, params int[] values) => Assert.Throws<UserException>(() => Of(mask, values))!;

    private static UserException Refused(byte[] png) => Assert.Throws<UserException>(() => OfPng(png))!;
}
