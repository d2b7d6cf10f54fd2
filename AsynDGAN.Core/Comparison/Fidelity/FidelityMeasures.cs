using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Mixture;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Comparison.Fidelity;

/// <summary>All measures of two sets of images.</summary>
/// <param name="real">Held-out real images, on the components that distances are taken of.</param>
/// <param name="drawn">What is measured against them, as many.</param>
internal sealed class FidelityMeasures(FeatureSet real, FeatureSet drawn)
{
    /// <summary>What the Fréchet distance is called; the table adds of what.</summary>
    public const string Frechet = "Fréchet distance";

    /// <summary>What the kernel distance is called.</summary>
    public const string Kernel = "KID";

    /// <summary>Resamples of the patients.</summary>
    public const int Resamples = 200;

    /// <summary>The measures' names, in the order of the tables, and the ends of what each may be.</summary>
    private static readonly (string Name, double Least, double Most)[] measures =
    [
        (Frechet, 0, double.PositiveInfinity), (Kernel, double.NegativeInfinity, double.PositiveInfinity), ("precision", 0, 1), ("recall", 0, 1),
        ("density", 0, double.PositiveInfinity), ("coverage", 0, 1),
    ];

    private readonly KernelDistance kernel = new(real, drawn);
    private readonly Neighbourhoods neighbourhoods = new(real, drawn);

    /// <summary>The names, in order.</summary>
    public static IEnumerable<string> Names => measures.Select(measure => measure.Name);

    /// <summary>The measures of the sets as they are.</summary>
    /// <returns>One a name; null where the images, or those of different patients, are too few for it.</returns>
    public IReadOnlyList<double?> Values() => Values(real.Once(), drawn.Once());

    /// <summary>
    /// Their 95% intervals: the patients of either set are drawn anew, with replacement, <see cref="Resamples"/> times. A resample
    /// has fewer different patients than the set, so that its distances are larger by themselves; that is taken off: the interval
    /// holds the spread of the resamples about their mean, laid about the measure.
    /// </summary>
    /// <param name="progress">Told, one at a time, how many resamples are measured.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <returns>One a name; null where a set has fewer than 5 patients, or there is no measure.</returns>
    public IReadOnlyList<ConfidenceInterval?> Intervals(Action<int> progress, CancellationToken stop)
    {
        var values = Values();
        if (Math.Min(real.Patients.Count, drawn.Patients.Count) < Bootstrap.FewestPatients)
        {
            return [.. values.Select(_ => (ConfidenceInterval?)null)];
        }

        var resamples = new IReadOnlyList<double?>[Resamples];
        var (done, gate) = (0, new Lock());
        Parallel.For(0, Resamples, new ParallelOptions { CancellationToken = stop }, i =>
        {
            var random = SplitMix64.For(0, RandomPurpose.Bootstrap, "", i);
            resamples[i] = Values(Bootstrap.Times(real.Patients.Count, random), Bootstrap.Times(drawn.Patients.Count, random));
            lock (gate)
            {
                progress(++done);
            }
        });
        return [.. values.Select((value, i) => value is null ? null : About(value.Value, [.. resamples.Select(r => r[i]).OfType<double>()], measures[i].Least, measures[i].Most))];
    }

    private IReadOnlyList<double?> Values(int[] ofReal, int[] ofDrawn)
    {
        var found = neighbourhoods.Of(ofReal, ofDrawn);
        return
        [
            FrechetDistance.Between(NormalMoments.Shrunk(real, ofReal), NormalMoments.Shrunk(drawn, ofDrawn)), kernel.Of(ofReal, ofDrawn),
            found?.Precision, found?.Recall, found?.Density, found?.Coverage,
        ];
    }

    private static ConfidenceInterval? About(double value, double[] resampled, double least, double most)
    {
        if (resampled.Length == 0)
        {
            return null;
        }

        var mean = resampled.Average();
        return new ConfidenceInterval(value, End(2.5), End(97.5));

        double End(double percent) => Math.Clamp(value + Percentile.Of(resampled, percent) - mean, least, most);
    }
}
