namespace AsynDGAN.Core.Runs;

/// <summary>A time that work is thought to take from now on.</summary>
public static class TimeAhead
{
    /// <summary>Near the longest <see cref="TimeSpan"/>: what takes longer is told as this.</summary>
    private const double MostSeconds = 9e11;

    /// <summary>So many seconds, as far as a time can be told.</summary>
    public static TimeSpan OfSeconds(double seconds) => TimeSpan.FromSeconds(Math.Min(seconds, MostSeconds));
}
