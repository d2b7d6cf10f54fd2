using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>The line from stored values to [-1, 1]: scale * value + offset, clamped.</summary>
/// <param name="Scale">A stored unit's part of the range.</param>
/// <param name="Offset">Where the stored 0 goes.</param>
public readonly record struct Normalisation(float Scale, float Offset)
{
    /// <summary>A stored value's normalised value.</summary>
    public float Of(int value) => Math.Clamp(Scale * value + Offset, -1, 1);

    /// <summary>The line that the data type's range alone gives.</summary>
    internal static Normalisation OfRange(int bits) => Between(0, (1 << bits) - 1);

    /// <summary>
    /// The line by the statistics of a foreground. Median: the background becomes -1, <c>white</c> times the median 1, so that a
    /// bright vessel or the fat around the skull does not darken a brain. Percentile: the low one becomes -1, the high one 1.
    /// Where there is no foreground, everything is black.
    /// </summary>
    /// <param name="histogram">Of the volume or the slice.</param>
    /// <param name="threshold">Values above it are foreground.</param>
    /// <param name="background">The stored value that is black; 0, but for a constant background above it.</param>
    /// <param name="fromZero">Whether 0 is black whatever the low percentile: of colours an offset changes the hue.</param>
    internal static Normalisation Of(GreyHistogram histogram, double threshold, NormaliseOptions options, int background = 0, bool fromZero = false)
    {
        return options.To switch
        {
            NormaliseTo.Median => histogram.Percentile(50, threshold) is { } median ? Between(background, background + options.White * (median - background)) : new(0, -1),
            NormaliseTo.Percentile => OfPercentiles(histogram, threshold, options, fromZero),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.To, "no such normalisation"),
        };
    }

    private static Normalisation OfPercentiles(GreyHistogram histogram, double threshold, NormaliseOptions options, bool fromZero)
    {
        return (fromZero ? 0 : histogram.Percentile(options.Low, threshold), histogram.Percentile(options.High, threshold)) switch
        {
            ({ } low, { } high) when high > low => Between(low, high),
            ({ } low and > 0, _) => Between(0, low),
            _ => new(0, -1),
        };
    }

    private static Normalisation Between(double black, double white) =>
        new((float)(2 / (white - black)), (float)(-1 - 2 * black / (white - black)));
}
