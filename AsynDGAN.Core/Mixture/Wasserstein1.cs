using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Mixture;

/// <summary>
/// The Wasserstein-1 distance on the line: the integral of |F - G| over x, which is the mean distance that probability has
/// to be moved.
/// </summary>
public static class Wasserstein1
{
    // Halvings of an interval between two samples, down to the last bit.
    private const int Halvings = 60;

    // Held, since TorchSharp lets the garbage collector free a number that is still being computed with.
    private static readonly Scalar half = 0.5;

    /// <summary>Between two samples, each value as likely as another of its sample; in units of the values.</summary>
    /// <exception cref="ArgumentException">A sample is empty, or a value is not finite.</exception>
    public static double Between(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        double[] x = Sorted(a), y = Sorted(b);
        var (i, j, sum, before) = (0, 0, 0.0, Math.Min(x[0], y[0]));
        while (i < x.Length || j < y.Length)
        {
            var next = j == y.Length || (i < x.Length && x[i] <= y[j]) ? x[i] : y[j];
            sum += Math.Abs((double)i / x.Length - (double)j / y.Length) * (next - before);
            before = next;
            i += i < x.Length && x[i] == next ? 1 : 0;
            j += j < y.Length && y[j] == next ? 1 : 0;
        }

        return sum;
    }

    /// <summary>
    /// Between a sample and a mixture on the line, exact up to rounding. Between two neighbouring values the sample's
    /// distribution function is constant and the mixture's crosses it once at most; on either side of the crossing the
    /// integral is known.
    /// </summary>
    /// <exception cref="ArgumentException">The sample is empty, or a value is not finite.</exception>
    public static double To(IReadOnlyList<double> sample, GaussianMixture mixture)
    {
        using var scope = NewDisposeScope();
        var x = tensor(Sorted(sample));
        var n = x.shape[0];
        var tails = mixture.Below(x.narrow(0, 0, 1)) + mixture.Above(x.narrow(0, n - 1, 1));
        var (left, right) = (x.narrow(0, 0, n - 1), x.narrow(0, 1, n - 1));
        var level = tensor(Enumerable.Range(1, (int)n - 1).Select(i => (double)i / n).ToArray());
        var crossing = Crossing(left, right, level, mixture);
        var at = mixture.Below(crossing);
        var between = level * (crossing - left + crossing - right) + mixture.Below(left) + mixture.Below(right) - at - at;
        return (tails.sum() + between.sum()).item<double>();
    }

    /// <summary>Between a sample and a histogram, whose mass lies evenly within each bin.</summary>
    /// <param name="sample">The values.</param>
    /// <param name="edges">Ascending, no two equal, one more than bins.</param>
    /// <param name="shares">Probabilities of the bins, which sum to 1.</param>
    /// <exception cref="ArgumentException">The sample is empty, or a value is not finite.</exception>
    public static double To(IReadOnlyList<double> sample, double[] edges, double[] shares)
    {
        var (x, atEdges) = (Sorted(sample), Cumulative(shares));
        double[] places = [.. x.Concat(edges).Order()];
        double[] histogram = [.. places.Select(AtMost)];
        var (below, sum) = (0, 0.0);
        for (var i = 0; i < places.Length - 1; i++)
        {
            while (below < x.Length && x[below] <= places[i])
            {
                below++;
            }

            var level = (double)below / x.Length;
            sum += MeanSize(level - histogram[i], level - histogram[i + 1]) * (places[i + 1] - places[i]);
        }

        return sum;

        double AtMost(double y)
        {
            var at = Array.BinarySearch(edges, y);
            var bin = ~at - 1;
            return at >= 0 ? atEdges[at]
                : bin < 0 ? 0
                : bin == shares.Length ? atEdges[^1]
                : atEdges[bin] + shares[bin] * (y - edges[bin]) / (edges[bin + 1] - edges[bin]);
        }
    }

    /// <summary>Between two histograms of the same bins, whose mass lies evenly within each.</summary>
    /// <param name="edges">Ascending, one more than bins.</param>
    /// <param name="p">Probabilities of the bins.</param>
    /// <param name="q">Those of the other.</param>
    public static double Between(double[] edges, double[] p, double[] q)
    {
        double[] differences = [.. Cumulative(p).Zip(Cumulative(q), (a, b) => a - b)];
        return Enumerable.Range(0, p.Length).Sum(bin => MeanSize(differences[bin], differences[bin + 1]) * (edges[bin + 1] - edges[bin]));
    }

    /// <summary>The mean of |d| where d goes evenly from one value to another.</summary>
    private static double MeanSize(double from, double to)
    {
        var size = Math.Abs(from) + Math.Abs(to);
        return from * to >= 0 ? size / 2 : (from * from + to * to) / (2 * size);
    }

    /// <summary>The distribution function at each edge.</summary>
    private static double[] Cumulative(double[] shares)
    {
        var cumulative = new double[shares.Length + 1];
        for (var bin = 0; bin < shares.Length; bin++)
        {
            cumulative[bin + 1] = cumulative[bin] + shares[bin];
        }

        return cumulative;
    }

    /// <summary>Where the mixture reaches a level between two places; the nearer place where it does not.</summary>
    private static Tensor Crossing(Tensor left, Tensor right, Tensor level, GaussianMixture mixture)
    {
        using var scope = NewDisposeScope();
        var (low, high) = (left, right);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) * half;
            var below = mixture.AtMost(middle) < level;
            (low, high) = (where(below, middle, low), where(below, high, middle));
        }

        return high.MoveToOuterDisposeScope();
    }

    private static double[] Sorted(IReadOnlyList<double> sample) =>
        sample.Count > 0 && sample.All(double.IsFinite)
            ? [.. sample.Order()]
            : throw new ArgumentException("a sample without values, or with one that is not finite", nameof(sample));
}
