namespace AsynDGAN.Core.Data.Sources;

/// <summary>Something of the source that is not used, and why.</summary>
/// <param name="Name">A slice, a file or a patient.</param>
/// <param name="Reason">Equal for equal reasons, so that they can be counted.</param>
public sealed record LeftOut(string Name, string Reason);
