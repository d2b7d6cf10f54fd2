namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>What came of jobs.</summary>
/// <param name="Failures">Those that failed.</param>
/// <param name="LeftOut">The names of those that were not begun, since something that they read is missing or the work was stopped.</param>
/// <param name="Stopped">Whether the user stopped them.</param>
public sealed record JobsOutcome(IReadOnlyList<FailedJob> Failures, IReadOnlyList<string> LeftOut, bool Stopped)
{
    /// <summary>What to do where some failed.</summary>
    public string WhatNext => "What is done stays; once that is mended the same command goes on."
        + (Failures.Any(failure => failure.Errors.Contains("--overwrite", StringComparison.Ordinal))
            ? " Where --overwrite is advised, remove the folder that is named there: compare has no such option, and makes it anew." : "")
        + (LeftOut.Count == 0 || Stopped ? "" : $" Left out, since they need it: {string.Join(", ", LeftOut)}.");
}
