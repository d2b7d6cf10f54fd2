using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Figures;

/// <summary>Enlargement by whole factors: each pixel becomes a square, so that what is seen is what was there.</summary>
internal static class Enlarge
{
    /// <summary>An image of 8 bits, grey or colour, enlarged and in colour; always a copy.</summary>
    /// <exception cref="ArgumentException">The image is of another kind.</exception>
    public static PixelArray ToColour(PixelArray image, int factor)
    {
        if (image.Bits != 8 || image.Channels is not (1 or 3))
        {
            throw new ArgumentException($"a figure shows 1 or 3 channels of 8 bits, not {image.Channels} of {image.Bits}", nameof(image));
        }

        var (height, width) = (image.Height * factor, image.Width * factor);
        var values = new ushort[height * width * 3];
        for (var i = 0; i < values.Length; i++)
        {
            var channel = image.Channels == 1 ? 0 : i % 3;
            values[i] = image[i / 3 / width / factor, i / 3 % width / factor, channel];
        }

        return new PixelArray(height, width, 3, 8, values);
    }

    public static Mask Of(Mask mask, int factor)
    {
        var (height, width) = (mask.Height * factor, mask.Width * factor);
        var values = new bool[height * width];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = mask[i / width / factor, i % width / factor];
        }

        return new Mask(height, width, values);
    }
}
