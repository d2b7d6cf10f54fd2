namespace AsynDGAN.Core.Segmentation.Metrics;

/// <summary>
/// One line of the distance transform: f(q) becomes min over v of (w (q - v))^2 + f(v), w the spacing. The buffers serve all
/// lines of an axis.
/// </summary>
internal sealed class ParabolaEnvelope(int length, double spacing)
{
    private readonly double weight = spacing * spacing;

    // The parabolas of the lower envelope from left to right: where their vertices are, how high, and where each begins to be
    // the lowest.
    private readonly int[] vertices = new int[length];
    private readonly double[] heights = new double[length];
    private readonly double[] begins = new double[length];

    /// <summary>Replaces the values at start, start + stride, ...; a line that is infinite throughout stays so.</summary>
    public void Apply(double[] values, int start, int stride)
    {
        var count = Build(values, start, stride);
        if (count == 0)
        {
            return;
        }

        var lowest = 0;
        for (var q = 0; q < length; q++)
        {
            while (lowest + 1 < count && begins[lowest + 1] < q)
            {
                lowest++;
            }

            double offset = q - vertices[lowest];
            values[start + q * stride] = weight * offset * offset + heights[lowest];
        }
    }

    private int Build(double[] values, int start, int stride)
    {
        var count = 0;
        for (var q = 0; q < length; q++)
        {
            var height = values[start + q * stride];
            if (double.IsInfinity(height))
            {
                continue;
            }

            var begin = double.NegativeInfinity;
            while (count > 0 && (begin = Crossing(count - 1, q, height)) <= begins[count - 1])
            {
                count--;
            }

            (vertices[count], heights[count], begins[count]) = (q, height, count == 0 ? double.NegativeInfinity : begin);
            count++;
        }

        return count;
    }

    /// <summary>Where a parabola of the envelope and a new one to its right meet.</summary>
    private double Crossing(int parabola, int q, double height)
    {
        var v = vertices[parabola];
        return (q + v + (height - heights[parabola]) / (weight * (q - v))) / 2;
    }
}
