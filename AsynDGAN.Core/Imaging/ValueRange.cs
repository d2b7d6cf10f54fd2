using System.Numerics;

namespace AsynDGAN.Core.Imaging;

/// <summary>The range of an image's values without those few that lie far outside of it.</summary>
internal static class ValueRange
{
    private const int Few = 3;
    private const int OneIn = 10_000;

    /// <summary>
    /// The upper end: while at most three values, or one in ten thousand, lie above a tenth of the range, the range ends at the
    /// largest of the others.
    /// </summary>
    /// <param name="values">Finite.</param>
    /// <param name="low">The lower end.</param>
    /// <returns>The largest value where there are no such ones; low where none is above it.</returns>
    public static T High<T>(ReadOnlySpan<T> values, T low)
        where T : struct, INumber<T>
    {
        var high = low;
        foreach (var value in values)
        {
            high = T.Max(high, value);
        }

        var ten = T.CreateChecked(10);
        for (var left = Math.Max(Few, values.Length / OneIn); high > low;)
        {
            var (limit, next, far) = (low + (high - low) / ten, low, 0);
            foreach (var value in values)
            {
                far += value > limit && value <= high ? 1 : 0;
                next = value <= limit ? T.Max(next, value) : next;
            }

            if (far > left || next <= low)
            {
                break;
            }

            (high, left) = (next, left - far);
        }

        return high;
    }
}
