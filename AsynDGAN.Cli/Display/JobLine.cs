using System.Globalization;
using AsynDGAN.Core;
using AsynDGAN.Core.Comparison.Jobs;

namespace AsynDGAN.Cli.Display;

/// <summary>How jobs stand, in words.</summary>
internal static class JobLine
{
    /// <summary>All of them.</summary>
    public static string Of(JobsStatus status) =>
        $"{status.Done} of {status.Total} jobs done" + (status.Left is { } left ? $", about {StatusLine.Hours(left)} left" : "");

    /// <summary>What one does.</summary>
    public static string Of(RunningJob job) => job.Progress is { } progress
        ? string.Create(CultureInfo.InvariantCulture, $"{Visible.Name(progress.Work)}: {progress.Done} of {progress.Total}")
        : "begins";
}
