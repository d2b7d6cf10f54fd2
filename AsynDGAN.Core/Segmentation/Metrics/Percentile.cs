namespace AsynDGAN.Core.Segmentation.Metrics;

/// <summary>Percentiles by linear interpolation (type 7 of Hyndman and Fan 1996): position p / 100 (n - 1) in the sorted values.</summary>
// MathNet.Numerics adds 1 to the position before it takes the fraction, and its results differ in the last bits from stored ones.
public static class Percentile
{
    /// <param name="values">At least one, none NaN, in any order.</param>
    /// <param name="percent">0 to 100.</param>
    /// <exception cref="ArgumentException">There are no values, or a number is out of range.</exception>
    public static double Of(IEnumerable<double> values, double percent)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0 || double.IsNaN(sorted[0]) || percent is not (>= 0 and <= 100))
        {
            throw new ArgumentException($"there is no percentile {percent} of {sorted.Length} values, or one of them is NaN");
        }

        var position = percent / 100 * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
