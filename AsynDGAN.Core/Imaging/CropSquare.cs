namespace AsynDGAN.Core.Imaging;

/// <summary>A square of an image's own pixels. It may reach beyond the image, where there is background.</summary>
/// <param name="Top">First row; may be negative.</param>
/// <param name="Left">First column; may be negative.</param>
/// <param name="Side">Rows and columns, at least 1.</param>
public readonly record struct CropSquare(int Top, int Left, int Side)
{
    // Room around the head, as a fraction of its longer side.
    private const double Margin = 0.03;

    /// <summary>The smallest square with the whole image in its middle.</summary>
    public static CropSquare Whole(int height, int width)
    {
        var side = Math.Max(height, width);
        return new CropSquare((height - side) / 2, (width - side) / 2, side);
    }

    /// <summary>The square around the rows top .. bottom and the columns left .. right (inclusive), with a small margin.</summary>
    public static CropSquare Around(int top, int bottom, int left, int right)
    {
        var (height, width) = (bottom - top + 1, right - left + 1);
        var longer = Math.Max(height, width);
        var side = longer + 2 * Math.Max(1, (int)Math.Round(Margin * longer));
        return new CropSquare(top - (side - height) / 2, left - (side - width) / 2, side);
    }
}
