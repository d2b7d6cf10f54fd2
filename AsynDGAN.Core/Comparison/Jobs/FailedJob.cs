namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>A job that failed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ExitCode">Of its process.</param>
/// <param name="Log">The file with what it said.</param>
/// <param name="Errors">The last lines of its standard error.</param>
public sealed record FailedJob(string Name, int ExitCode, string Log, string Errors);
