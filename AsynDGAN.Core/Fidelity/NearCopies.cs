namespace AsynDGAN.Core.Fidelity;

/// <summary>
/// Which drawings are near-copies of real images: those nearer to one than 5 in 100 real images are to those of other patients.
/// A generator that knew nothing of its training images but what is true of all patients would draw 5 in 100 such, too.
/// </summary>
public static class NearCopies
{
    /// <summary>The share that chance gives.</summary>
    public const double Chance = 0.05;

    /// <summary>Real images below which there is no threshold: the least of 18 is already above the 5th percentile.</summary>
    public const int FewestHeldOut = 19;

    /// <summary>
    /// The 5th percentile of the distances of real images to their nearest of other patients: position 0.05 (n + 1) in the
    /// sorted values, interpolated (type 6 of Hyndman and Fan 1996), below which one more of the same kind falls by 5 in 100
    /// whatever n is.
    /// </summary>
    /// <param name="heldOut">The distances, in any order.</param>
    /// <returns>Null where there are fewer than 19.</returns>
    public static double? Threshold(IEnumerable<double> heldOut)
    {
        var sorted = heldOut.Order().ToArray();
        return sorted.Length < FewestHeldOut ? null : Threshold(sorted, [.. Enumerable.Repeat(1, sorted.Length)]);
    }

    /// <summary>The same where each distance counts so many times, as in a resample; of fewer than 19 together the least.</summary>
    /// <param name="sorted">The distances, the least first.</param>
    /// <param name="times">How often each counts, at least one of them once.</param>
    internal static double Threshold(double[] sorted, int[] times)
    {
        var position = Math.Max(1, Chance * (times.Sum() + 1));
        var (whole, lower, upper, passed) = ((int)position, double.NaN, double.NaN, 0);
        for (var i = 0; i < sorted.Length && double.IsNaN(upper); i++)
        {
            passed += times[i];
            lower = double.IsNaN(lower) && passed >= whole ? sorted[i] : lower;
            upper = passed > whole ? sorted[i] : upper;
        }

        return double.IsNaN(upper) ? lower : lower + (position - whole) * (upper - lower);
    }

    /// <summary>The share of drawings whose distance is below a threshold.</summary>
    /// <param name="drawings">Their distances.</param>
    /// <param name="threshold">As the real images give it.</param>
    /// <returns>Null where there are no drawings or no threshold.</returns>
    public static double? Share(IReadOnlyCollection<double> drawings, double? threshold) =>
        drawings.Count == 0 || threshold is null ? null : drawings.Count(distance => distance < threshold) / (double)drawings.Count;
}
