using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data;

/// <summary>Masks of two values.</summary>
internal static class BinaryMask
{
    private const int Listed = 8;

    /// <summary>The mask with 0 and 255; a mask of 0 and 1 is understood as one.</summary>
    /// <exception cref="UserException">It has several channels, or other values: they are listed.</exception>
    public static PixelArray Of(PixelArray mask)
    {
        if (mask.Channels != 1)
        {
            throw new UserException($"the mask has {mask.Channels} channels; one is wanted");
        }

        var values = mask.Values.Distinct().Order().ToArray();
        if (values.Except([(ushort)0, (ushort)255]).Any() && values.Except([(ushort)0, (ushort)1]).Any())
        {
            var more = values.Length > Listed ? ", ..." : "";
            throw new UserException(
                $"the mask has the values {string.Join(", ", values.Take(Listed))}{more}; 0 and 255 (or 0 and 1) are understood");
        }

        var binary = Array.ConvertAll(mask.Values, value => value > 0 ? (ushort)255 : (ushort)0);
        return new PixelArray(mask.Height, mask.Width, 1, 8, binary);
    }
}
