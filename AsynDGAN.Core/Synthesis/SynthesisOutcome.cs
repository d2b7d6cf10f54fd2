namespace AsynDGAN.Core.Synthesis;

/// <summary>What came of a synthesis.</summary>
/// <param name="Folder">The data set's folder.</param>
/// <param name="Images">Images, or points, there.</param>
/// <param name="Planned">How many were planned; images without enough tumour after some draws are left out.</param>
/// <param name="Finished">Whether it came to its end; else it was asked to stop.</param>
public sealed record SynthesisOutcome(string Folder, int Images, int Planned, bool Finished);
