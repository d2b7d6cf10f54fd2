using AsynDGAN.Core.Imaging;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;

namespace AsynDGAN.Tests.Imaging;

/// <summary>JPEG files that have their end mark, and all of their blocks or not.</summary>
public class JpegScanTests
{
    private static readonly byte[] endMark = [0xFF, 0xD9];

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
