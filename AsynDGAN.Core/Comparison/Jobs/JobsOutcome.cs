namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>What came of jobs.</summary>
/// <param name="Failures">Those that failed.</param>
/// <param name="LeftOut">The names of those that were not begun, since something that they read is missing or the work was stopped.</param>
/// <param name="Stopped">Whether the user stopped them.</param>
public sealed record JobsOutcome(IReadOnlyList<FailedJob> Failures, IReadOnlyList<string> LeftOut, bool Stopped);
