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

    /// <summary>The square in the middle of another: of a patch that is not changed at random, what the networks see.</summary>
    /// <param name="side">Rows and columns of the other, at least <paramref name="size"/>.</param>
    /// <param name="size">Its own.</param>
    public static CropSquare Middle(int side, int size) => new((side - size) / 2, (side - size) / 2, size);

    /// <summary>The square around the rows top .. bottom and the columns left .. right (inclusive), with a small margin.</summary>
    public static CropSquare Around(int top, int bottom, int left, int right)
    {
        var (height, width) = (bottom - top + 1, right - left + 1);
        var longer = Math.Max(height, width);
        var side = longer + 2 * Math.Max(1, (int)Math.Round(Margin * longer));
        return new CropSquare(top - (side - height) / 2, left - (side - width) / 2, side);
    }
}
