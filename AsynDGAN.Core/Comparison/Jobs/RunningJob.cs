namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>A job under way.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Progress">What it is doing; null until it says so.</param>
/// <param name="Elapsed">Since when.</param>
public sealed record RunningJob(string Name, ChildProgress? Progress, TimeSpan Elapsed);
