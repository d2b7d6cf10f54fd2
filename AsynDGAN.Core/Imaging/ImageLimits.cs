namespace AsynDGAN.Core.Imaging;

/// <summary>Bounds on what a file may claim, checked before anything is allocated for its pixels.</summary>
internal static class ImageLimits
{
    private const long MaximumPixels = 100_000_000;

    // Bytes a byte: deflate packs 1 to 1032 at best, LZW and JPEG stay in that order of size.
    private const long MaximumPacking = 4096;

    /// <param name="path">What messages call the file.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="bits">Of a pixel, all of its samples, as they are before they are packed.</param>
    /// <param name="fileBytes">Of the file.</param>
    /// <exception cref="UserException">The size is zero, too large, or more than the file's bytes can hold.</exception>
    public static void Check(string path, long height, long width, int bits, int fileBytes)
    {
        if (height < 1 || width < 1)
        {
            throw new UserException($"{path} is damaged: it claims a size of {width}x{height} pixels");
        }

        // Sides of 32 bits: the product fits 64.
        if (height * width is <= 0 or > MaximumPixels)
        {
            throw new UserException($"{path} claims {width}x{height} pixels; {MaximumPixels} pixels are the limit", "Cut it into tiles.");
        }

        if (height * width * bits / 8 > MaximumPacking * fileBytes)
        {
            throw new UserException($"{path} is damaged: {fileBytes} bytes cannot hold the {width}x{height} pixels that it claims");
        }
    }

    /// <summary>Refuses channels whose values do not fit into one picture.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">Of a file each.</param>
    /// <exception cref="UserException">They are more values than an array holds.</exception>
    public static void CheckJoined(string name, int height, int width, int channels)
    {
        if ((long)height * width * channels > Array.MaxLength)
        {
            throw new UserException($"{name}: {channels} channels of {width}x{height} pixels; {Array.MaxLength} values are the limit of one picture", "Cut it into tiles, or use fewer channels.");
        }
    }
}
