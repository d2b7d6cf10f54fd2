using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Figures;

/// <summary>Drawing over images.</summary>
public static class MaskOverlay
{
    /// <summary>The image in colour, with the innermost line of the mask painted over it.</summary>
    /// <param name="image">[height, width], 8 bits, 1 or 3 channels; left as it is.</param>
    /// <param name="mask">Of the same size.</param>
    /// <param name="colour">Of the line.</param>
    /// <param name="thickness">Of the line, in pixels inwards from the mask's border, at least 1.</param>
    /// <returns>[height, width], 8 bits, 3 channels.</returns>
    /// <exception cref="ArgumentException">The sizes differ, or the image is of another kind.</exception>
    public static PixelArray Draw(PixelArray image, Mask mask, Colour colour, int thickness = 1)
    {
        if (image.Height != mask.Height || image.Width != mask.Width)
        {
            throw new ArgumentException(
                $"a mask of {mask.Height}x{mask.Width} does not fit an image of {image.Height}x{image.Width}", nameof(mask));
        }

        var drawn = Enlarge.ToColour(image, 1);
        var inside = Morphology.Erode(mask, 2 * thickness + 1).Values;
        for (var i = 0; i < inside.Length; i++)
        {
            if (mask.Values[i] && !inside[i])
            {
                (drawn.Values[3 * i], drawn.Values[3 * i + 1], drawn.Values[3 * i + 2]) = (colour.Red, colour.Green, colour.Blue);
            }
        }

        return drawn;
    }
}
