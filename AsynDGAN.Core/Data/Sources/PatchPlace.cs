using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>Where a patch lies in its picture.</summary>
/// <param name="Whole">The picture.</param>
/// <param name="Square">What is cut out; beyond the picture's end, its mirror image.</param>
internal sealed record PatchPlace(CaseSlice Whole, CropSquare Square)
{
    /// <summary>For each pixel of the patch, row by row, the pixel of the picture that it shows, counted row by row.</summary>
    public int[] Pixels()
    {
        var (height, width, side) = (Whole.Image.Height, Whole.Image.Width, Square.Side);
        var columns = Enumerable.Range(Square.Left, side).Select(column => Mirrored(column, width)).ToArray();
        return [.. Enumerable.Range(Square.Top, side).Select(row => Mirrored(row, height) * width).SelectMany(first => columns.Select(column => first + column))];
    }

    /// <summary>A place beyond the end becomes its mirror image in the last pixel, and again in the first where that is not enough.</summary>
    public static int Mirrored(int place, int length)
    {
        var period = Math.Max(1, 2 * (length - 1));
        var within = place % period;
        return within < length ? within : period - within;
    }
}
