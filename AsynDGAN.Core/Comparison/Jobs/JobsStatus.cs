namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>How the jobs of a comparison stand.</summary>
/// <param name="Done">Jobs that are done.</param>
/// <param name="Total">All jobs.</param>
/// <param name="Running">Those under way.</param>
/// <param name="Left">Time left over all of them, about; null until enough was measured.</param>
public sealed record JobsStatus(int Done, int Total, IReadOnlyList<RunningJob> Running, TimeSpan? Left);
