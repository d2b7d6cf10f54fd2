using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>How often each stored value occurs in one channel of some slices.</summary>
internal sealed class GreyHistogram
{
    private readonly long[] counts = new long[ushort.MaxValue + 1];

    public GreyHistogram(IEnumerable<PixelArray> slices, int channel)
    {
        foreach (var slice in slices)
        {
            for (var i = channel; i < slice.Values.Length; i += slice.Channels)
            {
                counts[slice.Values[i]]++;
            }
        }
    }

    /// <summary>
    /// The percentile (0 to 100) of the values above the threshold, by linear interpolation between neighbours in order;
    /// null where there are none.
    /// </summary>
    public double? Percentile(double percent, double threshold)
    {
        var first = (int)Math.Floor(threshold) + 1;
        var total = 0L;
        for (var value = first; value < counts.Length; value++)
        {
            total += counts[value];
        }

        if (total == 0)
        {
            return null;
        }

        var position = percent / 100 * (total - 1);
        var lower = (long)Math.Floor(position);
        var (below, above) = (ValueAt(first, lower), ValueAt(first, Math.Min(lower + 1, total - 1)));
        return below + (position - lower) * (above - below);
    }

    private int ValueAt(int first, long rank)
    {
        var value = first;
        for (var seen = counts[value]; seen <= rank; seen += counts[value])
        {
            value++;
        }

        return value;
    }
}
