using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Audit.Memorisation;

/// <summary>
/// Which images are authentic (Alaa, van Breugel, Saveliev and van der Schaar, ICML 2022): those that are farther from their nearest
/// training image than that is from its own nearest. The nearest of a training image is that of another patient, since
/// neighbouring slices of one are alike, and distances are those of near-copies.
/// </summary>
/// <param name="reals">What was trained on.</param>
/// <param name="display">Shows how far it is.</param>
internal sealed class Authenticity(GeneratorReals reals, IRunDisplay display)
{
    private readonly Dictionary<string, double> nearest = [];

    /// <summary>The share of authentic images, the mean over patients, and its 95% interval by patient, null for fewer than 5.</summary>
    /// <param name="images">Whose each image is, its nearest training image, and the distance to that; at least one.</param>
    public (double Share, ConfidenceInterval? Interval) Of(IReadOnlyList<(string Patient, RealSlice Nearest, double Distance)> images)
    {
        foreach (var (slice, match) in reals.NearestOfOthers([.. images.Select(image => image.Nearest).DistinctBy(slice => slice.Info.Name).Where(slice => !nearest.ContainsKey(slice.Info.Name))], display))
        {
            nearest[slice.Info.Name] = match.Distance;
        }

        // A training image without another patient's has no nearest that could be farther.
        double[] shares = [.. images.GroupBy(image => image.Patient).OrderBy(patient => patient.Key, StringComparer.Ordinal)
            .Select(patient => patient.Average(image => image.Distance > nearest.GetValueOrDefault(image.Nearest.Info.Name) ? 1.0 : 0))];
        return (shares.Average(), shares.Length < Bootstrap.FewestPatients ? null : Bootstrap.Mean(shares, Bootstrap.Resamples, Bootstrap.Level, SplitMix64.For(0, RandomPurpose.Bootstrap)));
    }
}
