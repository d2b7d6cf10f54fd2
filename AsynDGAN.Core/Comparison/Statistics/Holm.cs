namespace AsynDGAN.Core.Comparison.Statistics;

/// <summary>Adjustment of p-values for several comparisons (Holm 1979); controls the family-wise error rate.</summary>
public static class Holm
{
    /// <summary>
    /// The adjusted p-values in the order of the given ones: with these sorted, p_(1) to p_(m), the i-th becomes the largest of
    /// min(1, (m - k + 1) p_(k)) over k up to i.
    /// </summary>
    /// <param name="p">Each in [0, 1]; may be empty.</param>
    /// <exception cref="ArgumentException">A value lies outside.</exception>
    public static double[] Adjust(IReadOnlyList<double> p)
    {
        if (!p.All(value => value is >= 0 and <= 1))
        {
            throw new ArgumentException($"[{string.Join(", ", p)}] are not all p-values");
        }

        var adjusted = new double[p.Count];
        var (largest, left) = (0.0, p.Count);
        foreach (var place in Enumerable.Range(0, p.Count).OrderBy(place => p[place]))
        {
            largest = Math.Max(largest, Math.Min(1, left * p[place]));
            adjusted[place] = largest;
            left--;
        }

        return adjusted;
    }
}
