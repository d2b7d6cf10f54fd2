using AsynDGAN.Core.Imaging;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;

namespace AsynDGAN.Tests.Imaging;

/// <summary>JPEG files that have their end mark, and all of their blocks or not.</summary>
public class JpegScanTests
{
    private static readonly byte[] endMark = [0xFF, 0xD9];

    // A frame of two components, and the first scans of the usual script: DC without its last bit, AC, the last bits.
    private static readonly byte[][] progressive =
    [
        [0xFF, 0xD8, 0xFF, 0xC2, 0, 14, 8, 0, 8, 0, 8, 2, 1, 0x11, 0, 2, 0x11, 0],
        [0xFF, 0xDA, 0, 10, 2, 1, 0, 2, 0, 0, 0, 0x01, 0x55, 0xFF, 0, 0x55],
        [0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0x00, 0x55, 0x55],
        [0xFF, 0xDA, 0, 8, 1, 2, 0, 1, 63, 0x00, 0x55, 0x55],
        [0xFF, 0xDA, 0, 10, 2, 1, 0, 2, 0, 0, 0, 0x10, 0x55, 0x55],
    ];

    [Test]
    public void A_progressive_file_without_its_last_scans_is_cut([Range(1, 5)] int parts)
    {
        byte[] bytes = [.. progressive.Take(parts).SelectMany(part => part), 0xFF, 0xD9];
        Assert.That(JpegScan.IsCut(bytes), Is.EqualTo(parts < 5));
        Assert.That(JpegScan.IsCut([.. bytes, 0xFF, 0xC2, 0]), Is.EqualTo(parts < 5), "bytes after the end mark");
    }

    [Test]
    public void A_band_that_no_block_has_ends_the_look() =>
        Assert.That(JpegScan.IsCut([.. progressive[0], 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 255, 0, 0xFF, 0xD9]), Is.True, "the second component has no scan");

    [Test]
    public void A_whole_file_is_not_cut(
        [Values(JpegColorType.Luminance, JpegColorType.YCbCrRatio444, JpegColorType.YCbCrRatio420)] JpegColorType colour,
        [Values(8, 33, 100)] int width,
        [Values(1, 16, 57)] int height,
        [Values(5, 60, 100)] int quality)
    {
        var bytes = Encoded(colour, height, width, quality);
        Assert.That(JpegScan.IsCut(bytes), Is.False);
        Assert.That(ImageFile.Decode(bytes, "sample").Width, Is.EqualTo(width));
    }

    [Test]
    public void What_another_encoder_wrote_is_not_cut_until_it_is([Values(30, 95)] int quality)
    {
        using var bitmap = new SkiaSharp.SKBitmap(61, 47);
        var random = new Random(3);
        for (var i = 0; i < 61 * 47; i++)
        {
            bitmap.SetPixel(i % 61, i / 61, new SkiaSharp.SKColor((uint)random.Next() | 0xFF000000));
        }

        using var data = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Jpeg, quality);
        var bytes = data.ToArray();
        Assert.That(JpegScan.IsCut(bytes), Is.False);
        Assert.That(JpegScan.IsCut([.. bytes[..(bytes.Length * 3 / 4)], .. endMark]), Is.True);
    }

    [Test]
    public void Data_that_end_early_are_called_truncated_although_the_end_mark_is_there(
        [Values(JpegColorType.Luminance, JpegColorType.YCbCrRatio444, JpegColorType.YCbCrRatio420)] JpegColorType colour, [Values(20, 200, 1000)] int missing)
    {
        var bytes = Encoded(colour, 64, 64, 90);
        byte[] cut = [.. bytes[..^(missing + 2)], .. endMark];
        Assert.That(Pixels.Refused(cut).Message, Does.Contain("is truncated: the JPEG's packed data end before its last block"));
    }

    private static byte[] Encoded(JpegColorType colour, int height, int width, int quality)
    {
        using var image = new Image<Rgb24>(width, height);
        var random = new Random(5);
        for (var i = 0; i < height * width; i++)
        {
            image[i % width, i / width] = new Rgb24((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
        }

        using var stream = new MemoryStream();
        image.Save(stream, new JpegEncoder { ColorType = colour, Quality = quality });
        return stream.ToArray();
    }
}
