using System.Globalization;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>A volume's real values as 16-bit integers above a background of 0.</summary>
internal static class VolumeValues
{
    // What interpolation leaves at the rim of a head: few values, or values of a small part of the range.
    private const double Few = 0.01, Slight = 0.05;

    /// <summary>
    /// As they are where they are whole and fit, else by one factor. Values are counted from the level of a constant background
    /// where there is one; where more than few of the tissue's lie below it, and are no slight rim, the background goes below the
    /// tissue. Where there is none, and more than few values are more than slightly negative, they are counted from the lowest. The
    /// few values below become 0, the few far above the largest.
    /// </summary>
    /// <param name="volume">Any values.</param>
    /// <returns>[slice, row, column]; and what the values are counted from where it is not 0.</returns>
    /// <exception cref="UserException">A value is not finite, or none lies above the background.</exception>
    public static (ushort[] Stored, string? Level) Of(Volume volume)
    {
        if (volume.Values.Count(value => !double.IsFinite(value)) is var none and > 0)
        {
            throw new UserException($"{none} of its voxels {(none == 1 ? "is not a finite number" : "are not finite numbers")}: replace by the background's value what is NaN or infinite");
        }

        var (low, high, whole, negative) = (double.PositiveInfinity, double.NegativeInfinity, true, 0);
        foreach (var value in volume.Values)
        {
            (low, high, whole) = (Math.Min(low, value), Math.Max(high, value), whole && value % 1 == 0);
            negative += value < 0 ? 1 : 0;
        }

        // Nearly every volume has a black corner and nothing below: there is nothing to look for.
        var (shifted, level) = low == 0 && volume.Values[0] == 0 ? (volume.Values, null) : Shifted(volume, negative, whole);
        var top = ValueRange.High<double>(shifted, 0);
        if (!(top > 0))
        {
            throw new UserException(string.Create(CultureInfo.InvariantCulture, $"its values run from {low} to {high}; an image above its background is wanted"));
        }

        var factor = whole && shifted.Max() <= ushort.MaxValue ? 1 : whole && top <= ushort.MaxValue ? 1 : ushort.MaxValue / top;
        return (Array.ConvertAll(shifted, value => (ushort)Math.Round(Math.Clamp(factor * value, 0, ushort.MaxValue))), level);
    }

    private static (double[] Values, string? Level) Shifted(Volume volume, int negative, bool whole)
    {
        var values = volume.Values;
        if (ConstantBackground.Find(values, volume.Slices, volume.Rows, volume.Columns) is var (level, region))
        {
            var tissue = values.Where((_, i) => !region[i]).Order().ToArray();
            var below = tissue.TakeWhile(value => value < level).Count();
            return below <= Few * tissue.Length || (below <= Few * values.Length && IsSlight(tissue, level))
                ? (From(values, level), level == 0 ? null : Text(level))
                : (AboveBackground(values, region, tissue, whole), $"{Text(level)}, amid the tissue's values, which are put above it");
        }

        if (negative <= Few * values.Length)
        {
            return (values, null);
        }

        var ordered = values.Order().ToArray();
        var (lowest, _) = Ends(ordered);
        return IsSlight(ordered, 0) ? (values, null) : (From(values, lowest), $"{Text(lowest)}, the lowest, since there is no constant background");
    }

    /// <summary>Whether what lies below a level is a small part of the range above it.</summary>
    private static bool IsSlight(double[] ordered, double level)
    {
        var (lowest, highest) = Ends(ordered);
        return level - lowest <= Slight * (highest - level);
    }

    /// <summary>The lowest value and the highest, without a thousandth at either end.</summary>
    private static (double Lowest, double Highest) Ends(double[] ordered) => (ordered[ordered.Length / 1000], ordered[^(1 + ordered.Length / 1000)]);

    /// <summary>
    /// The background 0, and the tissue above it by half of its own range (as of <see cref="Ends"/>): where the values
    /// of a head were brought to mean 0, the tissue is so no darker beside the brightest tumour than it was.
    /// </summary>
    private static double[] AboveBackground(double[] values, bool[] region, double[] tissue, bool whole)
    {
        var (lowest, highest) = Ends(tissue);
        var start = lowest - (highest - lowest) / 2;
        start = whole ? Math.Round(start) : start;
        return [.. values.Select((value, i) => region[i] ? 0 : Math.Max(value, lowest) - start)];
    }

    private static double[] From(double[] values, double level) => level == 0 ? values : Array.ConvertAll(values, value => value - level);

    private static string Text(double level) => level.ToString("G6", CultureInfo.InvariantCulture);
}
