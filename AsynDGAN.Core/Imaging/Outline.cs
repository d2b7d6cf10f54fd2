namespace AsynDGAN.Core.Imaging;

/// <summary>A closed line; its last vertex is joined to its first, whether or not it repeats it.</summary>
/// <param name="X">Columns: pixel c reaches from c to c + 1.</param>
/// <param name="Y">Rows, likewise; as many.</param>
/// <param name="IsHole">Whether it takes its inside away instead of giving it.</param>
public sealed record Outline(IReadOnlyList<double> X, IReadOnlyList<double> Y, bool IsHole = false)
{
    /// <summary>
    /// Paints outlines in order: the n-th gets label n, and later ones lie upon earlier ones. A pixel is inside where a ray
    /// from its centre crosses the line an odd number of times, so that a line's own loops leave holes.
    /// </summary>
    /// <param name="outlines">Vertices may lie outside of the picture.</param>
    public static InstanceMap Rasterise(IReadOnlyList<Outline> outlines, int height, int width)
    {
        var labels = new int[height * width];
        foreach (var (number, outline) in outlines.Index())
        {
            outline.Fill(labels, height, width, outline.IsHole ? 0 : number + 1);
        }

        return new InstanceMap(height, width, labels);
    }

    private void Fill(int[] labels, int height, int width, int label)
    {
        if (Y.Count == 0)
        {
            return;
        }

        var crossings = new List<double>();
        var (first, last) = (Math.Max(0, Math.Floor(Y.Min())), Math.Min(height - 1, Math.Ceiling(Y.Max())));
        for (var row = (int)first; row <= last; row++)
        {
            Cross(row + 0.5, crossings);
            for (var i = 0; i + 1 < crossings.Count; i += 2)
            {
                var (left, right) = (Math.Max(0, Math.Ceiling(crossings[i] - 0.5)), Math.Min(width, Math.Ceiling(crossings[i + 1] - 0.5)));
                if (left < right)
                {
                    labels.AsSpan(row * width + (int)left, (int)(right - left)).Fill(label);
                }
            }
        }
    }

    /// <summary>Where the line crosses a height, from left to right. An edge holds its upper end and not its lower one.</summary>
    private void Cross(double y, List<double> crossings)
    {
        crossings.Clear();
        for (int to = 0, from = Y.Count - 1; to < Y.Count; from = to++)
        {
            if (Y[from] <= y != Y[to] <= y)
            {
                crossings.Add(X[from] + (y - Y[from]) / (Y[to] - Y[from]) * (X[to] - X[from]));
            }
        }

        crossings.Sort();
    }
}
