using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;

namespace AsynDGAN.Tests.Imaging;

/// <summary>JPEG files of one colour.</summary>
internal static class JpegSample
{
    public static byte[] Grey(int height, int width, byte value)
    {
        using var image = new Image<L8>(width, height, new L8(value));
        return Encoded(image, JpegColorType.Luminance);
    }

    public static byte[] Colour(int height, int width, byte red, byte green, byte blue)
    {
        using var image = new Image<Rgb24>(width, height, new Rgb24(red, green, blue));
        return Encoded(image, JpegColorType.YCbCrRatio444);
    }

    /// <summary>Grey squares of 8 pixels, each of another grey.</summary>
    public static byte[] Blocks(int height, int width)
    {
        using var image = new Image<L8>(width, height);
        for (var i = 0; i < height * width; i++)
        {
            image[i % width, i / width] = new L8((byte)(20 + 30 * (i % width / 8) + 90 * (i / width / 8)));
        }

        return Encoded(image, JpegColorType.Luminance);
    }

    private static byte[] Encoded(Image image, JpegColorType colour)
    {
        using var stream = new MemoryStream();
        image.Save(stream, new JpegEncoder { ColorType = colour, Quality = 95 });
        return stream.ToArray();
    }
}
