namespace AsynDGAN.Core.Imaging;

/// <summary>
/// Binary morphology with square elements. Pixels outside the picture take no part: they are background to a dilation and
/// foreground to an erosion, so that a closing never loses a pixel at the border and an opening never gains one.
/// </summary>
/// <remarks>
/// Foreground is connected over sides and corners (8 neighbours) and background over sides (4), the usual dual pair: a
/// closed diagonal line has an inside.
/// </remarks>
public static class Morphology
{
    private static readonly (int Row, int Column)[] neighbours = [(-1, 0), (0, -1), (0, 1), (1, 0), (-1, -1), (-1, 1), (1, -1), (1, 1)];

    /// <summary>True where any pixel of the size x size square around a pixel is.</summary>
    /// <param name="size">Side of the square, odd.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is even or below 1.</exception>
    public static Mask Dilate(Mask mask, int size)
    {
        if (size < 1 || size % 2 == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "an odd size is needed");
        }

        // The square is the product of a row and a column.
        var (height, width, reach) = (mask.Height, mask.Width, size / 2);
        var along = new bool[mask.Values.Length];
        var result = new bool[mask.Values.Length];
        for (var row = 0; row < height; row++)
        {
            DilateLine(mask.Values, along, row * width, 1, width, reach);
        }

        for (var column = 0; column < width; column++)
        {
            DilateLine(along, result, column, width, height, reach);
        }

        return new Mask(height, width, result);
    }

    /// <summary>True where every pixel of the size x size square around a pixel is.</summary>
    /// <inheritdoc cref="Dilate"/>
    public static Mask Erode(Mask mask, int size) => Invert(Dilate(Invert(mask), size));

    /// <summary>Dilation, then erosion: gaps narrower than the size are bridged.</summary>
    /// <inheritdoc cref="Dilate"/>
    public static Mask Close(Mask mask, int size) => Erode(Dilate(mask, size), size);

    /// <summary>Erosion, then dilation: parts narrower than the size vanish.</summary>
    /// <inheritdoc cref="Dilate"/>
    public static Mask Open(Mask mask, int size) => Dilate(Erode(mask, size), size);

    /// <summary>The innermost line of the mask: pixels with a pixel outside the mask among their 8 neighbours.</summary>
    /// <remarks>Where a picture's border cuts through the mask there is no line.</remarks>
    public static Mask Outline(Mask mask)
    {
        var inner = Erode(mask, 3);
        var values = new bool[mask.Values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = mask.Values[i] && !inner.Values[i];
        }

        return new Mask(mask.Height, mask.Width, values);
    }

    /// <summary>Adds the background that no path over sides connects to the picture's border.</summary>
    public static Mask FillHoles(Mask mask)
    {
        var (height, width) = (mask.Height, mask.Width);
        var filled = new bool[mask.Values.Length];
        Array.Fill(filled, true);
        var reached = mask.Values.ToArray();
        var pending = new Stack<int>();
        for (var i = 0; i < reached.Length; i++)
        {
            var (row, column) = (i / width, i % width);
            if (!reached[i] && (row == 0 || column == 0 || row == height - 1 || column == width - 1))
            {
                Flood(i, height, width, 4, reached, pending, pixel => filled[pixel] = false);
            }
        }

        return new Mask(height, width, filled);
    }

    /// <summary>The connected part with the most pixels, the first from the top on a tie; empty for an empty mask.</summary>
    public static Mask LargestComponent(Mask mask)
    {
        var (height, width) = (mask.Height, mask.Width);
        var reached = Invert(mask).Values;
        var pending = new Stack<int>();
        List<int> largest = [];
        for (var i = 0; i < reached.Length; i++)
        {
            if (!reached[i])
            {
                List<int> part = [];
                Flood(i, height, width, 8, reached, pending, part.Add);
                largest = part.Count > largest.Count ? part : largest;
            }
        }

        var values = new bool[reached.Length];
        largest.ForEach(pixel => values[pixel] = true);
        return new Mask(height, width, values);
    }

    private static void DilateLine(bool[] from, bool[] to, int start, int step, int length, int reach)
    {
        // Distance to the last pixel inside, seen from either end.
        for (int i = 0, since = reach + 1; i < length; i++)
        {
            since = from[start + i * step] ? 0 : since + 1;
            to[start + i * step] = since <= reach;
        }

        for (int i = length - 1, since = reach + 1; i >= 0; i--)
        {
            since = from[start + i * step] ? 0 : since + 1;
            to[start + i * step] |= since <= reach;
        }
    }

    private static Mask Invert(Mask mask) => new(mask.Height, mask.Width, Array.ConvertAll(mask.Values, value => !value));

    /// <summary>Visits the pixels that are not yet reached and connect to the start, and marks them as reached.</summary>
    private static void Flood(int start, int height, int width, int connectivity, bool[] reached, Stack<int> pending, Action<int> visit)
    {
        reached[start] = true;
        pending.Push(start);
        while (pending.TryPop(out var pixel))
        {
            visit(pixel);
            foreach (var (down, right) in neighbours.AsSpan(0, connectivity))
            {
                var (row, column) = (pixel / width + down, pixel % width + right);
                if (row >= 0 && column >= 0 && row < height && column < width && !reached[row * width + column])
                {
                    reached[row * width + column] = true;
                    pending.Push(row * width + column);
                }
            }
        }
    }
}
