using AsynDGAN.Core.Mixture;

namespace AsynDGAN.Core.Comparison.Gaussian;

/// <summary>Where a distribution on the line has its mass, beside the mixture and what the theory says of withheld conditions.</summary>
/// <param name="Row">Whose distribution.</param>
/// <param name="Run">The run; empty where it is computed.</param>
/// <param name="Shares">Its shares in the intervals between the components' means, which are cut halfway between neighbours.</param>
/// <param name="ToMixture">Wasserstein-1 distance to the mixture.</param>
/// <param name="ToMinimiser">Wasserstein-1 distance to the minimiser of <see cref="DivergenceMinimiser"/>.</param>
internal sealed record WithheldRow(string Row, string Run, IReadOnlyList<double> Shares, double ToMixture, double ToMinimiser)
{
    /// <summary>What the table calls the distributions that are computed.</summary>
    public const string MixtureName = "true mixture", MinimiserName = "minimiser";

    // Bins in all, and the fewest of a component, within how many deviations of its mean.
    private const int Bins = 800, LeastBins = 8;
    private const double Reach = 6;

    /// <summary>Rows for the mixture, the minimiser and every sample. Only the minimiser is computed on bins: the others' shares and distances are exact.</summary>
    public static IReadOnlyList<WithheldRow> Of(GaussianMixture mixture, IEnumerable<DrawnSample> samples)
    {
        var (edges, cuts) = (Edges(mixture), Cuts(mixture));
        var (truth, minimiser) = (mixture.Shares(edges), Minimiser(mixture, edges));
        var apart = Wasserstein1.Between(edges, truth, minimiser);
        return
        [
            new(MixtureName, "", mixture.Shares(Histogram.Open(cuts)), 0, apart),
            new(MinimiserName, "", InIntervals(edges[..^1], minimiser), apart, 0),
            .. samples.Select(OfSample),
        ];

        WithheldRow OfSample(DrawnSample sample)
        {
            var points = sample.Along([1]);
            return new WithheldRow(
                sample.Label, sample.Run, [.. InIntervals(points, [.. points.Select(_ => 1.0)]).Select(n => n / points.Count)],
                Wasserstein1.To(points, mixture), Wasserstein1.To(points, edges, minimiser));
        }

        // A bin lies in one interval, since every cut is an edge.
        double[] InIntervals(IReadOnlyList<double> places, double[] masses)
        {
            var inIntervals = new double[cuts.Length + 1];
            foreach (var (place, mass) in places.Zip(masses))
            {
                inIntervals[cuts.Count(cut => cut <= place)] += mass;
            }

            return inIntervals;
        }
    }

    /// <summary>What G tends to, as shares of the bins.</summary>
    public static double[] Minimiser(GaussianMixture mixture, double[] edges)
    {
        var components = mixture.Components.Select(c =>
        {
            // Rounding makes less than nothing of some bins' shares.
            double[] shares = [.. new GaussianMixture([c with { Weight = 1 }]).Shares(edges).Select(share => Math.Max(share, 0))];
            var sum = shares.Sum();
            return Array.ConvertAll(shares, share => share / sum);
        });
        return DivergenceMinimiser.Of([.. components], [.. mixture.Components.Select(c => c.Weight)]);
    }

    /// <summary>The edges of the bins, ascending: evenly within 6 deviations of each component's mean, and the cuts.</summary>
    public static double[] Edges(GaussianMixture mixture)
    {
        var bins = Math.Max(Bins / mixture.Components.Count, LeastBins);
        var around = mixture.Components.SelectMany(c => Enumerable.Range(0, bins + 1).Select(i => c.Mean[0] + c.Deviation * Reach * (2.0 * i / bins - 1)));
        return [.. around.Concat(Cuts(mixture)).Distinct().Order()];
    }

    /// <summary>The places halfway between the components' neighbouring means, ascending.</summary>
    public static double[] Cuts(GaussianMixture mixture)
    {
        double[] means = [.. mixture.Components.Select(c => c.Mean[0]).Order()];
        return [.. means.Zip(means.Skip(1), (a, b) => (a + b) / 2)];
    }
}
