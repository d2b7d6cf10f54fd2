using AsynDGAN.Core.Mixture;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Segmentation.Metrics;

namespace AsynDGAN.Core.Comparison.Statistics;

/// <summary>
/// Percentile bootstrap (Efron and Tibshirani 1993, chapter 13) over patients: a slice is no independent observation, so give
/// one value a patient.
/// </summary>
public static class Bootstrap
{
    /// <summary>
    /// Patients below which an interval says nothing and none is reported: the resamples of one patient are all the same, and
    /// of four the lowest mean, four times the worst patient, is 1 resample in 256.
    /// </summary>
    public const int FewestPatients = 5;

    /// <summary>How many resamples the tables' intervals take.</summary>
    internal const int Resamples = 10_000;

    /// <summary>The level of the tables' intervals.</summary>
    internal const double Level = 0.95;

    /// <summary>Stands where an interval or a judgement would rest on nothing.</summary>
    internal const string TooFew = "too few patients";

    /// <summary>The interval of a mean.</summary>
    /// <param name="values">One finite value a patient, at least one patient.</param>
    /// <param name="resamples">How many samples of as many patients are drawn with replacement, at least 1.</param>
    /// <param name="level">The interval's level, between 0 and 1.</param>
    /// <param name="random">What they are drawn with.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static ConfidenceInterval Mean(IReadOnlyList<double> values, int resamples, double level, SplitMix64 random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        return Mean(values, Enumerable.Range(0, resamples).Select(_ => Draw(values.Count, random)), level);
    }

    /// <summary>The interval of the mean of a minus the mean of b over the same patients, drawn in pairs.</summary>
    /// <param name="a">One finite value a patient.</param>
    /// <param name="b">Of the same patients in the same order.</param>
    /// <param name="resamples">As for a mean.</param>
    /// <param name="level">As for a mean.</param>
    /// <param name="random">As for a mean.</param>
    /// <exception cref="ArgumentException">An argument is out of range, or the lengths differ.</exception>
    public static ConfidenceInterval PairedDifference(
        IReadOnlyList<double> a, IReadOnlyList<double> b, int resamples, double level, SplitMix64 random) =>
        Mean(PairedValues.Differences(a, b), resamples, level, random);

    /// <summary>With given resamples: the patients' places in each.</summary>
    internal static ConfidenceInterval Mean(IReadOnlyList<double> values, IEnumerable<int[]> resamples, double level)
    {
        if (values.Count == 0 || !values.All(double.IsFinite) || level is not (> 0 and < 1))
        {
            throw new ArgumentException(
                $"there is no interval of level {level} for the mean of {values.Count} values, or one of them is not finite");
        }

        var means = resamples.Select(places => places.Average(place => values[place])).ToArray();
        return new ConfidenceInterval(
            values.Average(), Percentile.Of(means, 100 * (1 - level) / 2), Percentile.Of(means, 100 * (1 + level) / 2));
    }

    /// <summary>How often each of so many patients is among as many that are drawn with replacement.</summary>
    internal static int[] Times(int patients, SplitMix64 random)
    {
        var times = new int[patients];
        foreach (var place in Draw(patients, random))
        {
            times[place]++;
        }

        return times;
    }

    private static int[] Draw(int count, SplitMix64 random)
    {
        var places = new int[count];
        for (var i = 0; i < count; i++)
        {
            places[i] = random.Below(count);
        }

        return places;
    }
}
