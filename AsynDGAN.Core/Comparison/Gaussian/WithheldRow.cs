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

    private const int Bins = 800;

    /// <summary>Rows for the mixture, the minimiser and every sample, all on one grid of 800 bins.</summary>
    public static IReadOnlyList<WithheldRow> Of(GaussianMixture mixture, IEnumerable<DrawnSample> samples)
    {
        var edges = Edges(mixture);
        var (truth, minimiser) = (mixture.Shares(edges), Minimiser(mixture, edges));
        return
        [
            Row(MixtureName, "", truth, beyond: 0),
            Row(MinimiserName, "", minimiser, beyond: 0),
            .. samples.Select(OfSample),
        ];

        // Points beyond the grid count in its outermost bins, and the way from there is added to the distances.
        WithheldRow OfSample(DrawnSample sample)
        {
            var points = sample.Along([1]);
            double[] within = [.. points.Select(y => Math.Clamp(y, edges[0], edges[^1]))];
            return Row(
                sample.Label, sample.Run, [.. Histogram.Counts(within, edges).Select(n => n / points.Count)],
                points.Zip(within, (y, clamped) => Math.Abs(y - clamped)).Average());
        }

        WithheldRow Row(string label, string run, double[] shares, double beyond) => new(
            label, run, InIntervals(mixture, edges, shares), beyond + Distance(shares, truth, edges), beyond + Distance(shares, minimiser, edges));
    }

    /// <summary>What G tends to, as shares of the bins.</summary>
    public static double[] Minimiser(GaussianMixture mixture, double[] edges)
    {
        var components = mixture.Components.Select(c => new GaussianMixture([c with { Weight = 1 }]).Shares(edges))
            .Select(shares => shares.Select(share => share / shares.Sum()).ToArray());
        return DivergenceMinimiser.Of([.. components], [.. mixture.Components.Select(c => c.Weight)]);
    }

    /// <summary>The grid's 801 edges.</summary>
    public static double[] Edges(GaussianMixture mixture)
    {
        var coarse = Histogram.Grid(mixture);
        return [.. Enumerable.Range(0, Bins + 1).Select(i => coarse[0] + (coarse[^1] - coarse[0]) * i / Bins)];
    }

    private static IReadOnlyList<double> InIntervals(GaussianMixture mixture, double[] edges, double[] shares)
    {
        double[] means = [.. mixture.Components.Select(c => c.Mean[0]).Order()];
        double[] cuts = [.. means.Zip(means.Skip(1), (a, b) => (a + b) / 2)];
        var inIntervals = new double[cuts.Length + 1];
        foreach (var (bin, share) in shares.Index())
        {
            inIntervals[cuts.Count(cut => (edges[bin] + edges[bin + 1]) / 2 > cut)] += share;
        }

        return inIntervals;
    }

    private static double Distance(double[] p, double[] q, double[] edges)
    {
        var (sum, difference) = (0.0, 0.0);
        for (var bin = 0; bin < p.Length; bin++)
        {
            difference += p[bin] - q[bin];
            sum += Math.Abs(difference) * (edges[bin + 1] - edges[bin]);
        }

        return sum;
    }
}
