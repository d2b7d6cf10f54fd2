using System.Globalization;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Cli.Display;

/// <summary>How training stands, in one line.</summary>
internal static class StatusLine
{
    public static string Of(TrainingStatus status) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {status.Epoch}/{status.Epochs}, step {status.Step}/{status.Steps} ({100.0 * status.Step / status.Steps:0} %), "
        + $"{status.ImagesPerSecond:0.0} images/s, {Hours(status.Left)} left");

    /// <summary>A loss.</summary>
    public static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A length of time.</summary>
    public static string Hours(TimeSpan time) => $"{(long)time.TotalHours}:{time:mm\\:ss}";
}
