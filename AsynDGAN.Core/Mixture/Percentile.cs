using MathNet.Numerics.Statistics;

namespace AsynDGAN.Core.Mixture;

/// <summary>Percentiles by linear interpolation (type 7 of Hyndman and Fan 1996): position p / 100 (n - 1) in the sorted values.</summary>
public static class Percentile
{
    /// <param name="values">At least one, none NaN, in any order.</param>
    /// <param name="percent">0 to 100.</param>
    /// <exception cref="ArgumentException">There are no values, or a number is out of range.</exception>
    public static double Of(IEnumerable<double> values, double percent)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 || double.IsNaN(sorted[0]) || percent is not (>= 0 and <= 100)
            ? throw new ArgumentException($"there is no percentile {percent} of {sorted.Length} values, or one of them is NaN")
            : SortedArrayStatistics.QuantileCustom(sorted, percent / 100, QuantileDefinition.R7);
    }
}
