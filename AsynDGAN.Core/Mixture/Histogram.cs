namespace AsynDGAN.Core.Mixture;

/// <summary>Counts of values in bins.</summary>
public static class Histogram
{
    /// <summary>Values in each bin [e_i, e_i+1), the last one closed; those beyond are not counted.</summary>
    /// <param name="values">Any order.</param>
    /// <param name="edges">Ascending, one more than bins.</param>
    public static double[] Counts(IEnumerable<double> values, double[] edges)
    {
        var counts = new double[edges.Length - 1];
        foreach (var value in values)
        {
            var at = Array.BinarySearch(edges, value);
            var bin = at >= 0 ? Math.Min(at, counts.Length - 1) : ~at - 1;
            if (bin >= 0 && bin < counts.Length)
            {
                counts[bin]++;
            }
        }

        return counts;
    }

    /// <summary>The edges with an open bin at either end, so that what lies beyond them is counted too.</summary>
    /// <param name="edges">Ascending.</param>
    public static double[] Open(double[] edges) => [double.NegativeInfinity, .. edges, double.PositiveInfinity];

    /// <summary>
    /// The grid on which samples are compared with a mixture on the line: 100 equal bins from the lowest of the components'
    /// means less 4 deviations to the highest of their means plus 4.
    /// </summary>
    public static double[] Grid(GaussianMixture mixture)
    {
        var low = mixture.Components.Min(c => c.Mean[0] - 4 * c.Deviation);
        var high = mixture.Components.Max(c => c.Mean[0] + 4 * c.Deviation);
        return [.. Enumerable.Range(0, 101).Select(i => low + (high - low) * i / 100)];
    }
}
