using MathNet.Numerics.Statistics;

namespace AsynDGAN.Core.Comparison.Gaussian;

/// <summary>Mean and deviation of the points that were drawn for one component.</summary>
/// <param name="Row">The table's row.</param>
/// <param name="Run">The run; empty for true points.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Component">Its name.</param>
/// <param name="Points">How many; components without points have no row.</param>
/// <param name="Mean1">Mean of the first coordinate.</param>
/// <param name="Mean2">Of the second; null on the line.</param>
/// <param name="Deviation">Root of the mean of the coordinates' variances.</param>
/// <param name="MeanError">Distance of the mean from the true one.</param>
/// <param name="DeviationError">|deviation / true deviation - 1|.</param>
internal sealed record ComponentScore(
    string Row, string Run, int Seed, string Component, int Points, double Mean1, double? Mean2, double Deviation, double? MeanError,
    double? DeviationError)
{
    /// <summary>A score for each component that has points; none where the condition is withheld.</summary>
    public static IReadOnlyList<ComponentScore> Of(DrawnSample sample) => sample.Components is null
        ? []
        : [.. sample.Points.Zip(sample.Components).GroupBy(point => point.Second, point => point.First)
            .Where(points => points.Count() > 1).OrderBy(points => points.Key).Select(points => Of(sample, points.Key, [.. points]))];

    private static ComponentScore Of(DrawnSample sample, int component, double[][] points)
    {
        var truth = sample.Mixture.Components[component];
        var moments = Enumerable.Range(0, sample.Mixture.Dimensions).Select(d => points.Select(y => y[d]).MeanStandardDeviation()).ToArray();
        var deviation = Math.Sqrt(moments.Average(m => m.StandardDeviation * m.StandardDeviation));
        return new ComponentScore(
            sample.Label, sample.Run, sample.Experiment.Seed, truth.Name, points.Length, moments[0].Mean,
            moments.Length > 1 ? moments[1].Mean : null, deviation,
            Math.Sqrt(moments.Zip(truth.Mean, (m, mean) => (m.Mean - mean) * (m.Mean - mean)).Sum()), Math.Abs(deviation / truth.Deviation - 1));
    }
}
