using AsynDGAN.Core.Mixture;

namespace AsynDGAN.Core.Comparison.Gaussian;

/// <summary>How near a run's points are to the mixture.</summary>
/// <param name="Row">The table's row.</param>
/// <param name="Run">The run; empty for true points.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Sites">Components of the mixture.</param>
/// <param name="Points">How many.</param>
/// <param name="Wasserstein1">To the mixture, in units of y; in the plane the mean over 8 directions.</param>
/// <param name="JensenShannon">
/// To the mixture on <see cref="Histogram.Grid"/> and the two open bins beyond it, in nats; in the plane the mean over 8 directions.
/// </param>
/// <param name="MeanError">The largest distance of a drawn component's mean from the true one; null where no component is known.</param>
/// <param name="DeviationError">The largest relative error of a drawn component's deviation.</param>
/// <param name="BytesAStep">Bytes that crossed in a step.</param>
/// <param name="MillisecondsAStep">Wall time of a step.</param>
public sealed record SampleScore(
    string Row, string Run, int Seed, int Sites, int Points, double Wasserstein1, double JensenShannon, double? MeanError,
    double? DeviationError, double? BytesAStep, double? MillisecondsAStep)
{
    private const int Directions = 8;

    internal static SampleScore Of(DrawnSample sample, IReadOnlyList<ComponentScore> components)
    {
        var views = Views(sample).ToList();
        return new SampleScore(
            sample.Label, sample.Run, sample.Experiment.Seed, sample.Mixture.Components.Count, sample.Points.Count,
            views.Average(view => Mixture.Wasserstein1.To(view.Values, view.Mixture)), views.Average(Divergence),
            components.Max(c => c.MeanError), components.Max(c => c.DeviationError),
            sample.BytesAStep(), 1000 * sample.SecondsAStep());
    }

    private static IEnumerable<(IReadOnlyList<double> Values, GaussianMixture Mixture)> Views(DrawnSample sample)
    {
        if (sample.Mixture.Dimensions == 1)
        {
            yield return (sample.Along([1]), sample.Mixture);
            yield break;
        }

        for (var i = 0; i < Directions; i++)
        {
            var (sine, cosine) = Math.SinCos(Math.PI * i / Directions);
            yield return (sample.Along([cosine, sine]), sample.Mixture.Projected([cosine, sine]));
        }
    }

    private static double Divergence((IReadOnlyList<double> Values, GaussianMixture Mixture) view)
    {
        var bins = Histogram.Open(Histogram.Grid(view.Mixture));
        return Mixture.JensenShannon.Divergence(Histogram.Counts(view.Values, bins), view.Mixture.Shares(bins));
    }
}
