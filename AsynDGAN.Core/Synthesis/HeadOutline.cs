using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Synthesis;

/// <summary>From a head's outline back to the head.</summary>
internal static class HeadOutline
{
    /// <summary>
    /// The outline with its inside. Where the picture's border cuts the head there is no line (<see cref="Morphology.Outline"/>):
    /// it is continued along the border between the outermost pixels of the outline there, so that a head may touch the border,
    /// as it does where pictures are cropped to it. Of a head that holds a corner, and of a picture that lies within the head,
    /// the line alone does not tell the side: it is that of the object, where most of the object would be left outside.
    /// </summary>
    /// <param name="outline">The head's innermost line.</param>
    /// <param name="objects">What lies upon the head, where it is known.</param>
    public static Mask Fill(Mask outline, Mask? objects = null)
    {
        var (height, width) = (outline.Height, outline.Width);
        var values = outline.Values.ToArray();
        Close(0, 1, width);
        Close((height - 1) * width, 1, width);
        Close(0, width, height);
        Close(width - 1, width, height);
        var filled = Morphology.FillHoles(new Mask(height, width, values));
        return objects is null ? filled : WithMostOf(objects, filled);

        void Close(int start, int step, int length)
        {
            var line = Enumerable.Range(0, length).Where(i => outline.Values[start + i * step]).ToArray();
            for (var i = line.FirstOrDefault(); i < line.LastOrDefault(); i++)
            {
                values[start + i * step] = true;
            }
        }
    }

    private static Mask WithMostOf(Mask objects, Mask filled)
    {
        var outside = ConnectedComponents.Of(new Mask(filled.Height, filled.Width, Array.ConvertAll(filled.Values, inside => !inside)));
        var left = outside.Labels.Where((part, i) => part > 0 && objects.Values[i]).CountBy(part => part).ToList();
        if (left.Sum(part => part.Value) * 2 <= objects.Count)
        {
            return filled;
        }

        var head = left.MaxBy(part => part.Value).Key;
        return new Mask(filled.Height, filled.Width, [.. filled.Values.Select((inside, i) => inside || outside.Labels[i] == head)]);
    }
}
