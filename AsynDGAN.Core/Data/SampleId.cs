namespace AsynDGAN.Core.Data;

/// <summary>
/// Numbers that name a sample and its patient within a site and mean nothing outside of it; they let a synthetic set be
/// split without separating a patient's slices.
/// </summary>
public readonly record struct SampleId(int Sample, int Patient);
