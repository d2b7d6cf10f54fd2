using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Synthesis;

/// <summary>From a head's outline back to the head.</summary>
internal static class HeadOutline
{
    /// <summary>
    /// The outline with its inside. Where the picture's border cuts the head there is no line (<see cref="Morphology.Outline"/>):
    /// it is continued along the border between the outermost pixels of the outline there. So a head may touch the border,
    /// as it does where pictures are cropped to it, but not hold a corner.
    /// </summary>
    public static Mask Fill(Mask outline)
    {
        var (height, width) = (outline.Height, outline.Width);
        var values = outline.Values.ToArray();
        Close(0, 1, width);
        Close((height - 1) * width, 1, width);
        Close(0, width, height);
        Close(width - 1, width, height);
        return Morphology.FillHoles(new Mask(height, width, values));

        void Close(int start, int step, int length)
        {
            var line = Enumerable.Range(0, length).Where(i => outline.Values[start + i * step]).ToArray();
            for (var i = line.FirstOrDefault(); i < line.LastOrDefault(); i++)
            {
                values[start + i * step] = true;
            }
        }
    }
}
