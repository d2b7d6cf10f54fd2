using System.Buffers.Binary;
using AsynDGAN.Core;
using AsynDGAN.Core.Imaging;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace AsynDGAN.Tests.Imaging;

public class PngFileTests
{
    [Test]
    public void Pixels_come_back_exactly([Values(8, 16)] int bits, [Values(1, 3)] int channels)
    {
        var pixels = Pixels.Random(23, 31, channels, bits);
        Pixels.AssertSame(ImageFile.Decode(Written(pixels), "sample"), pixels);
    }

    [Test]
    public void A_single_pixel_comes_back()
    {
        var pixels = Pixels.Random(1, 1, 3, 16);
        Pixels.AssertSame(ImageFile.Decode(Written(pixels), "sample"), pixels);
    }

    [Test]
    public void The_same_pixels_give_the_same_bytes()
    {
        var pixels = Pixels.Random(40, 50, 3, 8);
        var first = Written(pixels);
        Assert.That(Written(pixels), Is.EqualTo(first));
    }

    [Test]
    public void A_picture_for_which_the_decoder_may_not_take_the_memory_is_not_called_damaged()
    {
        var file = PngSample.Of(40_000, 40_000, 8, 0, PngSample.Packed(new byte[100]));
        Assert.That(() => ManagedPictures.Decode(file, "large.png", 1, 8), Throws.TypeOf<UserException>().With.Message.EqualTo("large.png takes more than 1024 MB to be decoded, which is the limit"));
    }

    [Test]
    public void Two_channels_are_not_written()
    {
        Assert.Throws<ArgumentException>(() => Written(Pixels.Random(4, 4, 2, 8)));
    }

    [Test]
    public void A_folder_that_is_not_there_is_named()
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "no such folder", "picture.png");
        var fault = Assert.Throws<UserException>(() => PngFile.Write(Pixels.Random(2, 2, 1, 8), path));
        Assert.That(fault!.Message, Does.Contain(path));
    }

    [Test]
    public void Alpha_is_dropped_and_not_applied()
    {
        using var image = new Image<Rgba32>(2, 1);
        (image[0, 0], image[1, 0]) = (new Rgba32(10, 20, 30, 0), new Rgba32(200, 100, 50, 128));
        var got = ImageFile.Decode(Encoded(image, new PngEncoder { ColorType = PngColorType.RgbWithAlpha }), "sample");
        Assert.That(got.Values, Is.EqualTo(new ushort[] { 10, 20, 30, 200, 100, 50 }));
    }

    [Test]
    public void Alpha_of_a_grey_picture_of_16_bits_is_dropped()
    {
        using var image = new Image<La32>(2, 1);
        (image[0, 0], image[1, 0]) = (new La32(1234, 0), new La32(54321, 777));
        var encoder = new PngEncoder { ColorType = PngColorType.GrayscaleWithAlpha, BitDepth = PngBitDepth.Bit16 };
        var got = ImageFile.Decode(Encoded(image, encoder), "sample");
        Assert.That((got.Channels, got.Bits), Is.EqualTo((1, 16)));
        Assert.That(got.Values, Is.EqualTo(new ushort[] { 1234, 54321 }));
    }

    [TestCase(8, 0)]
    [TestCase(8, 200)]
    [TestCase(16, 0)]
    [TestCase(16, 255)]
    [TestCase(16, 256)]
    [TestCase(16, 4660)]
    [TestCase(16, 65535)]
    public void The_value_that_is_transparent_is_that_and_no_other_at_any_bits(int bits, int value)
    {
        var largest = (1 << bits) - 1;
        ushort[] values = [(ushort)value, (ushort)(value ^ 1), (ushort)(value ^ (largest - largest / 2)), (ushort)(largest - value)];
        foreach (var channels in new[] { 1, 3 })
        {
            // The last channel alone differs.
            var rows = values.SelectMany(other => Enumerable.Range(1, channels).SelectMany(channel => Stored(channel == channels ? other : value, bits))).Prepend((byte)0).ToArray();
            var transparent = Enumerable.Repeat(Stored(value, 16), channels).SelectMany(bytes => bytes).ToArray();
            var bytes = PngSample.Of(1, values.Length, bits, channels == 1 ? 0 : 2, PngSample.Packed(rows), alpha: transparent);
            var mask = ImageFile.DecodeMask(bytes, "mask");
            Assert.That(mask.Indices.Select(index => (int)mask.Colours[index].Blue), Is.EqualTo(values));
            Assert.That(mask.Indices.Select(index => (int)mask.Colours[index].Alpha), Is.EqualTo(new[] { 0, largest, largest, largest }));
            Assert.That(ImageFile.Decode(bytes, "picture").Values.Where((_, i) => i % channels == channels - 1), Is.EqualTo(values), "of a picture it is dropped");
        }

        static byte[] Stored(int value, int bits) => bits == 16 ? [(byte)(value >> 8), (byte)value] : [(byte)value];
    }

    [Test]
    public void A_number_without_a_colour_is_damage_and_not_white()
    {
        var poor = PngSample.OfCodes(2, 2, 2, [0, 1, 3, 0], [1, 2, 3, 4, 5, 6]);
        Assert.That(() => ImageFile.Decode(poor, "poor.png"), Throws.TypeOf<UserException>().With.Message.EqualTo("poor.png has the number 3, and its palette has 2 colours only: it is damaged"));
    }

    [Test]
    public void A_palette_becomes_colour()
    {
        using var image = new Image<Rgb24>(3, 1);
        (image[0, 0], image[1, 0], image[2, 0]) = (new Rgb24(255, 0, 0), new Rgb24(0, 255, 0), new Rgb24(9, 8, 7));
        var got = ImageFile.Decode(Encoded(image, new PngEncoder { ColorType = PngColorType.Palette }), "sample");
        Assert.That(got.Values, Is.EqualTo(new ushort[] { 255, 0, 0, 0, 255, 0, 9, 8, 7 }));
    }

    [Test]
    public void Grey_of_one_bit_is_scaled_to_8()
    {
        using var image = new Image<L8>(3, 1);
        image[1, 0] = new L8(255);
        var encoder = new PngEncoder { ColorType = PngColorType.Grayscale, BitDepth = PngBitDepth.Bit1 };
        var got = ImageFile.Decode(Encoded(image, encoder), "sample");
        Assert.That((got.Channels, got.Bits), Is.EqualTo((1, 8)));
        Assert.That(got.Values, Is.EqualTo(new ushort[] { 0, 255, 0 }));
    }

    [Test]
    public void Interlaced_pixels_come_back_exactly()
    {
        var pixels = Pixels.Random(19, 21, 1, 8);
        using var image = Image.LoadPixelData<L8>(Array.ConvertAll(pixels.Values, value => (byte)value), 21, 19);
        var encoder = new PngEncoder { ColorType = PngColorType.Grayscale, InterlaceMethod = PngInterlaceMode.Adam7 };
        Pixels.AssertSame(ImageFile.Decode(Encoded(image, encoder), "sample"), pixels);
    }

    /// <summary>The decoder has no end, or wrong pixels, where some of the seven passes have no columns.</summary>
    [Test]
    public void Interlaced_pixels_of_few_columns_are_refused_and_of_few_rows_right([Range(1, 9)] int width, [Values(1, 2, 6)] int height)
    {
        var pixels = Pixels.Random(height, width, 1, 8);
        if (width < 5)
        {
            var bytes = Written(pixels);
            bytes[28] = 1;
            Assert.That(Pixels.Refused(bytes).Message, Does.Contain("interlaced").And.Contain($"{width} pixels wide"));
            return;
        }

        using var image = Image.LoadPixelData<L8>(Array.ConvertAll(pixels.Values, value => (byte)value), width, height);
        Pixels.AssertSame(ImageFile.Decode(Encoded(image, new PngEncoder { ColorType = PngColorType.Grayscale, InterlaceMethod = PngInterlaceMode.Adam7 }), "sample"), pixels);
    }

    [Test]
    public void A_png_cut_anywhere_is_refused()
    {
        var bytes = Written(Pixels.Random(12, 15, 3, 8));
        for (var length = 0; length < bytes.Length; length++)
        {
            Pixels.Refused(bytes[..length]);
        }
    }

    [Test]
    public void A_truncated_png_is_called_truncated()
    {
        var bytes = Written(Pixels.Random(40, 40, 3, 8));
        Assert.That(Pixels.Refused(bytes[..^13]).Message, Does.Contain("truncated"));
    }

    [Test]
    public void A_changed_byte_of_the_pixels_is_refused()
    {
        var bytes = Written(Pixels.Random(12, 15, 3, 8));
        var start = bytes.AsSpan().IndexOf("IDAT"u8) + 4;
        for (var i = start; i < bytes.Length - 12; i += 7)
        {
            var changed = bytes.ToArray();
            changed[i] ^= 0x10;
            Pixels.Refused(changed);
        }
    }

    [Test]
    public void A_forged_size_is_refused_before_anything_is_allocated([Values(60000, 9000)] int size)
    {
        var bytes = Written(Pixels.Random(4, 4, 1, 8));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), size);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), size);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(Pixels.Refused(bytes).Message, Does.Contain($"{size}x{size} pixels"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    [Test]
    public void A_large_mask_of_one_bit_that_shows_next_to_nothing_is_read([Values] bool hasPalette)
    {
        const int Side = 1536;
        var rows = new byte[Side * (1 + Side / 8)];
        rows[1] = 0x80;
        var bytes = PngSample.Of(Side, Side, 1, hasPalette ? 3 : 0, PngSample.Packed(rows), hasPalette ? [0, 0, 0, 255, 255, 255] : null);
        Assert.That(bytes, Has.Length.LessThan(Side * Side / 4096), "more pixels a byte than deflate packs bytes into one");
        var mask = ImageFile.DecodeMask(bytes, "mask");
        Assert.That(mask.Colours.Select(colour => colour.Value), Is.EqualTo(new[] { 1, 0 }));
        Assert.That(mask.Indices.AsSpan().IndexOf((ushort)1), Is.EqualTo(1));
        Assert.That(ImageFile.Decode(bytes, "picture").Values.AsSpan().IndexOf((ushort)0), Is.EqualTo(hasPalette ? 3 : 1));
    }

    [TestCase(1, 0)]
    [TestCase(2, 3)]
    [TestCase(16, 6)]
    public void More_pixels_than_can_be_packed_into_the_file_are_refused_at_any_bits(int bits, int type)
    {
        var bytes = PngSample.Of(9000, 9000, bits, type, PngSample.Packed(new byte[100]), type == 3 ? [0, 0, 0] : null);
        Assert.That(Pixels.Refused(bytes).Message, Does.Contain($"{bytes.Length} bytes cannot hold the 9000x9000 pixels"));
    }

    private static byte[] Written(PixelArray pixels)
    {
        using var stream = new MemoryStream();
        PngFile.Write(pixels, stream);
        return stream.ToArray();
    }

    private static byte[] Encoded<TPixel>(Image<TPixel> image, PngEncoder encoder)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using var stream = new MemoryStream();
        image.Save(stream, encoder);
        return stream.ToArray();
    }
}
