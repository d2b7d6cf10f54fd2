namespace AsynDGAN.Core.Fidelity;

/// <summary>
/// The kernel distance of two sets (KID: Binkowski et al., ICLR 2018): the unbiased estimate of the squared maximum mean discrepancy
/// with the kernel (x.y / d + 1)^3 of d features. Within a set, pairs of images of one patient are left out: they are no two
/// draws from the patients' distribution.
/// </summary>
public sealed class KernelDistance
{
    private readonly double[,] ofFirst, ofSecond, between;
    private readonly int[] first, second;

    /// <param name="a">At least one image.</param>
    /// <param name="b">Of the same number of features.</param>
    public KernelDistance(FeatureSet a, FeatureSet b)
    {
        (first, second) = (Sizes(a), Sizes(b));
        (ofFirst, ofSecond, between) = (Sums(a, a), Sums(b, b), Sums(a, b));
    }

    /// <summary>The distance where patients count a number of times each.</summary>
    /// <param name="timesA">Of a's patients.</param>
    /// <param name="timesB">Of b's patients.</param>
    /// <returns>May be below 0, where the sets are of one distribution; null where a set has images of one patient only.</returns>
    public double? Of(IReadOnlyList<int> timesA, IReadOnlyList<int> timesB)
    {
        var across = 0.0;
        for (var i = 0; i < first.Length; i++)
        {
            for (var j = 0; j < second.Length; j++)
            {
                across += (double)timesA[i] * timesB[j] * between[i, j];
            }
        }

        return Within(ofFirst, first, timesA) + Within(ofSecond, second, timesB) - 2 * across / (Total(first, timesA) * Total(second, timesB));
    }

    /// <summary>The mean of the kernel over the pairs of different patients.</summary>
    private static double? Within(double[,] sums, int[] sizes, IReadOnlyList<int> times)
    {
        var (sum, pairs) = (0.0, 0.0);
        for (var i = 0; i < sizes.Length; i++)
        {
            for (var j = 0; j < sizes.Length; j++)
            {
                if (i != j)
                {
                    var weight = (double)times[i] * times[j];
                    sum += weight * sums[i, j];
                    pairs += weight * sizes[i] * sizes[j];
                }
            }
        }

        return pairs > 0 ? sum / pairs : null;
    }

    private static double Total(int[] sizes, IReadOnlyList<int> times) => sizes.Zip(times, (size, count) => (double)size * count).Sum();

    private static int[] Sizes(FeatureSet set)
    {
        var sizes = new int[set.Patients.Count];
        foreach (var owner in set.OwnerOf)
        {
            sizes[owner]++;
        }

        return sizes;
    }

    /// <summary>The kernel's sum over the images of each patient of one set and each of the other.</summary>
    private static double[,] Sums(FeatureSet a, FeatureSet b)
    {
        var sums = new double[a.Patients.Count, b.Patients.Count];
        for (var i = 0; i < a.Count; i++)
        {
            var row = a.Values[i];
            for (var j = 0; j < b.Count; j++)
            {
                sums[a.OwnerOf[i], b.OwnerOf[j]] += Kernel(row, b.Values[j]);
            }
        }

        return sums;
    }

    private static double Kernel(double[] x, double[] y)
    {
        var product = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            product += x[i] * y[i];
        }

        var value = product / x.Length + 1;
        return value * value * value;
    }
}
