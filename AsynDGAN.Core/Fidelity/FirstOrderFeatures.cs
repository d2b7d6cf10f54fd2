using AsynDGAN.Core.Mixture;

namespace AsynDGAN.Core.Fidelity;

/// <summary>Features of the grey values inside a ground, wherever they stand.</summary>
public static class FirstOrderFeatures
{
    private static readonly int[] percents = [10, 25, 50, 75, 90];

    /// <summary>What they are called, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["mean", "deviation", "skewness", "kurtosis", "energy", "entropy", .. percents.Select(percent => $"percentile {percent}")];

    /// <summary>
    /// Mean; standard deviation (over n); skewness and kurtosis, the third and fourth standardised moments (3 for a normal
    /// distribution), 0 where all values are equal; energy, the mean square above black, -1; entropy of the grey levels in
    /// bits; percentiles.
    /// </summary>
    /// <param name="values">The values inside, in [-1, 1]; at least one.</param>
    /// <param name="levels">Of the same image.</param>
    public static double[] Of(IReadOnlyCollection<double> values, GreyLevels levels)
    {
        var mean = values.Average();
        var variance = Moment(2);
        var deviation = Math.Sqrt(variance);
        return
        [
            mean, deviation,
            variance > 0 ? Moment(3) / (variance * deviation) : 0,
            variance > 0 ? Moment(4) / (variance * variance) : 0,
            values.Average(value => (value + 1) * (value + 1)),
            Entropy(levels),
            .. percents.Select(percent => Percentile.Of(values, percent)),
        ];

        double Moment(int power)
        {
            var sum = 0.0;
            foreach (var value in values)
            {
                var (difference, product) = (value - mean, 1.0);
                for (var i = 0; i < power; i++)
                {
                    product *= difference;
                }

                sum += product;
            }

            return sum / values.Count;
        }
    }

    private static double Entropy(GreyLevels levels)
    {
        var counts = new int[GreyLevels.Count];
        foreach (var level in levels.Levels.Where(level => level != GreyLevels.Outside))
        {
            counts[level]++;
        }

        var total = (double)counts.Sum();
        return -counts.Where(count => count > 0).Sum(count => count / total * Math.Log2(count / total));
    }
}
