using AsynDGAN.Core.Segmentation.Metrics;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison.Statistics;

/// <summary>
/// The two-sided signed-rank test of paired values (Wilcoxon 1945). Pairs without a difference are left out.
/// </summary>
/// <param name="Count">Pairs with a difference.</param>
/// <param name="Plus">The rank sum of the positive differences x - y.</param>
/// <param name="Minus">The rank sum of the negative ones.</param>
/// <param name="Exact">Whether P is exact, or the normal approximation.</param>
/// <param name="P">In [0, 1]; null where no pair has a difference.</param>
public sealed record WilcoxonSignedRank(int Count, double Plus, double Minus, bool Exact, double? P)
{
    private const int LargestExact = 25;

    // Measures are of the order of 1 (pixels: 100); what differs by less is the rounding of their means.
    private const int Decimals = 12;

    /// <summary>
    /// Exact for up to 25 pairs with a difference, also with ties, given their mean ranks; otherwise the normal approximation,
    /// the variance corrected for ties and no continuity correction. Differences are taken to 12 decimals, so that a tie or
    /// a zero is not lost in rounding.
    /// </summary>
    /// <param name="x">One value a patient.</param>
    /// <param name="y">Of the same patients in the same order.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a difference is not finite.</exception>
    public static WilcoxonSignedRank Test(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double[] differences = [.. PairedValues.Differences(x, y).Select(difference => Math.Round(difference, Decimals))];
        if (!differences.All(double.IsFinite))
        {
            throw new ArgumentException("a difference is not finite");
        }

        var ranks = new SignedRanks(differences);
        if (ranks.Count == 0)
        {
            return new WilcoxonSignedRank(0, 0, 0, false, null);
        }

        var exact = ranks.Count <= LargestExact;
        var p = exact ? ExactP(ranks) : TwoSided(NormalScore(ranks));
        return new WilcoxonSignedRank(ranks.Count, ranks.Plus, ranks.Minus, exact, p);
    }

    /// <summary>The smaller rank sum, standardised.</summary>
    internal static double NormalScore(SignedRanks ranks)
    {
        double n = ranks.Count;
        var variance = (n * (n + 1) * (2 * n + 1) - ranks.Ties / 2) / 24;
        return (Math.Min(ranks.Plus, ranks.Minus) - n * (n + 1) / 4) / Math.Sqrt(variance);
    }

    /// <summary>2 (1 - Phi(|z|)).</summary>
    internal static double TwoSided(double z)
    {
        using var scope = NewDisposeScope();
        return special.erfc(tensor(Math.Abs(z) / Math.Sqrt(2), ScalarType.Float64)).item<double>();
    }

    /// <summary>2 P(W at most the smaller rank sum), every choice of signs being as likely; at most 1.</summary>
    private static double ExactP(SignedRanks ranks)
    {
        // ways[w]: how many of the 2^n sets of doubled ranks sum to w. Below 2^53, so the doubles are exact.
        var ways = new double[ranks.Doubled.Sum() + 1];
        ways[0] = 1;
        foreach (var rank in ranks.Doubled)
        {
            for (var sum = ways.Length - 1; sum >= rank; sum--)
            {
                ways[sum] += ways[sum - rank];
            }
        }

        var smaller = (int)(2 * Math.Min(ranks.Plus, ranks.Minus));
        return Math.Min(1, 2 * ways.Take(smaller + 1).Sum() / Math.Pow(2, ranks.Count));
    }
}
