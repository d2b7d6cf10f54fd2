namespace AsynDGAN.Core.Imaging;

/// <summary>
/// Binary morphology with square elements. Pixels outside the picture take no part: they are background to a dilation and
/// foreground to an erosion, so that an opening never gains a pixel at the border. A closing takes them for background: it
/// neither loses a pixel at the border nor fills what lies between the mask and the border.
/// </summary>
/// <remarks>
/// Foreground is connected over sides and corners (8 neighbours) and background over sides (4), the usual dual pair: a
/// closed diagonal line has an inside.
/// </remarks>
public static class Morphology
{
    /// <summary>True where any pixel of the size x size square around a pixel is.</summary>
    /// <param name="size">Side of the square, odd.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is even or below 1.</exception>
    public static Mask Dilate(Mask mask, int size)
    {
        // The square is the product of a row and a column. Along a line, a pixel is reached whose distance to the last pixel
        // inside, seen from either end, is at most half of the size.
        var (height, width, reach) = (mask.Height, mask.Width, Reach(size));
        var along = new bool[mask.Values.Length];
        for (var row = 0; row < height; row++)
        {
            var (fromLeft, fromRight) = (reach, reach);
            for (int left = row * width, right = left + width - 1; left < (row + 1) * width; left++, right--)
            {
                fromLeft = mask.Values[left] ? 0 : fromLeft + 1;
                fromRight = mask.Values[right] ? 0 : fromRight + 1;
                along[left] |= fromLeft <= reach;
                along[right] |= fromRight <= reach;
            }
        }

        var result = new bool[mask.Values.Length];
        var (above, below) = (new int[width], new int[width]);
        Array.Fill(above, reach);
        Array.Fill(below, reach);
        for (var row = 0; row < height; row++)
        {
            for (int column = 0, top = row * width, bottom = (height - 1 - row) * width; column < width; column++, top++, bottom++)
            {
                above[column] = along[top] ? 0 : above[column] + 1;
                below[column] = along[bottom] ? 0 : below[column] + 1;
                result[top] |= above[column] <= reach;
                result[bottom] |= below[column] <= reach;
            }
        }

        return new Mask(height, width, result);
    }

    /// <summary>True where every pixel of the size x size square around a pixel is.</summary>
    /// <inheritdoc cref="Dilate"/>
    public static Mask Erode(Mask mask, int size) => Invert(Dilate(Invert(mask), size));

    /// <summary>Dilation, then erosion: gaps within the mask that are narrower than the size are bridged.</summary>
    /// <inheritdoc cref="Dilate"/>
    public static Mask Close(Mask mask, int size)
    {
        var margin = Reach(size);
        var framed = new Mask(mask.Height + 2 * margin, mask.Width + 2 * margin, Framed(mask, inside: true, border: false, margin));
        var closed = Erode(Dilate(framed, size), size);
        var values = new bool[mask.Values.Length];
        for (var row = 0; row < mask.Height; row++)
        {
            closed.Values.AsSpan((row + margin) * framed.Width + margin, mask.Width).CopyTo(values.AsSpan(row * mask.Width));
        }

        return new Mask(mask.Height, mask.Width, values);
    }

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
        // In a frame of background, what a flood from its corner reaches is the outside.
        var frame = Framed(mask, inside: false, border: true);
        var stride = mask.Width + 2;
        Flood(frame, new int[frame.Length], 0, 0, [-stride, -1, 1, stride]);
        var values = mask.Values.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] |= frame[(i / mask.Width + 1) * stride + i % mask.Width + 1];
        }

        return new Mask(mask.Height, mask.Width, values);
    }

    /// <summary>The connected part with the most pixels, the first from the top on a tie; empty for an empty mask.</summary>
    public static Mask LargestComponent(Mask mask)
    {
        var frame = Framed(mask, inside: true, border: false);
        var stride = mask.Width + 2;
        var found = new int[frame.Length];
        var (count, largest) = (0, 0..0);
        for (var i = 0; i < frame.Length; i++)
        {
            if (frame[i])
            {
                var part = count..Flood(frame, found, count, i, [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1]);
                count = part.End.Value;
                largest = count - part.Start.Value > largest.End.Value - largest.Start.Value ? part : largest;
            }
        }

        var values = new bool[mask.Values.Length];
        foreach (var pixel in found.AsSpan(largest))
        {
            values[(pixel / stride - 1) * mask.Width + pixel % stride - 1] = true;
        }

        return new Mask(mask.Height, mask.Width, values);
    }

    private static int Reach(int size) =>
        size < 1 || size % 2 == 0 ? throw new ArgumentOutOfRangeException(nameof(size), size, "an odd size is needed") : size / 2;

    private static Mask Invert(Mask mask)
    {
        var values = new bool[mask.Values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = !mask.Values[i];
        }

        return new Mask(mask.Height, mask.Width, values);
    }

    /// <summary>Where the mask is inside (or outside, as asked), with a border around.</summary>
    private static bool[] Framed(Mask mask, bool inside, bool border, int margin = 1)
    {
        var stride = mask.Width + 2 * margin;
        var frame = new bool[(mask.Height + 2 * margin) * stride];
        Array.Fill(frame, border);
        for (var row = 0; row < mask.Height; row++)
        {
            for (var column = 0; column < mask.Width; column++)
            {
                frame[(row + margin) * stride + column + margin] = mask[row, column] == inside;
            }
        }

        return frame;
    }

    /// <summary>Clears all that is connected to the start over the given steps, and lists it from a place in a list on.</summary>
    /// <returns>The end of the list.</returns>
    private static int Flood(bool[] frame, int[] found, int count, int start, ReadOnlySpan<int> steps)
    {
        frame[start] = false;
        found[count] = start;
        var end = count + 1;
        for (var next = count; next < end; next++)
        {
            foreach (var step in steps)
            {
                // A step over the left or right edge lands in the border of the next row, which is border too.
                var pixel = found[next] + step;
                if ((uint)pixel < (uint)frame.Length && frame[pixel])
                {
                    frame[pixel] = false;
                    found[end++] = pixel;
                }
            }
        }

        return end;
    }
}
