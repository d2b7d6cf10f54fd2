using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Figures;

/// <summary>Objects in colours over an image.</summary>
public static class InstancePicture
{
    // Neighbouring numbers get hues far apart: steps of the golden section around the circle.
    private const double HueStep = 0.618033988749895;

    /// <summary>Every object's pixels for two thirds in a colour of its own, chosen by its number.</summary>
    /// <param name="image">[height, width], 8 bits, 1 or 3 channels; left as it is.</param>
    /// <param name="objects">Of the same size.</param>
    /// <returns>[height, width], 8 bits, 3 channels.</returns>
    /// <exception cref="ArgumentException">The sizes differ, or the image is of another kind.</exception>
    public static PixelArray Of(PixelArray image, InstanceMap objects)
    {
        if ((image.Height, image.Width) != (objects.Height, objects.Width))
        {
            throw new ArgumentException($"a map of {objects.Height}x{objects.Width} does not fit an image of {image.Height}x{image.Width}", nameof(objects));
        }

        var painted = Enlarge.ToColour(image, 1);
        for (var i = 0; i < objects.Labels.Length; i++)
        {
            if (objects.Labels[i] > 0)
            {
                var colour = ColourOf(objects.Labels[i]);
                painted.Values[3 * i] = Tinted(painted.Values[3 * i], colour.Red);
                painted.Values[3 * i + 1] = Tinted(painted.Values[3 * i + 1], colour.Green);
                painted.Values[3 * i + 2] = Tinted(painted.Values[3 * i + 2], colour.Blue);
            }
        }

        return painted;
    }

    private static ushort Tinted(ushort pixel, byte colour) => (ushort)((pixel + 2 * colour) / 3);

    /// <summary>A full hue: of red, green and blue one is 255 and one is 0.</summary>
    private static Colour ColourOf(int number)
    {
        var hue = 6 * (number * HueStep % 1);
        return new Colour(Channel(hue + 3), Channel(hue + 1), Channel(hue + 5));

        static byte Channel(double place) => (byte)Math.Round(255 * Math.Clamp(Math.Abs(place % 6 - 3) - 1, 0, 1));
    }
}
