namespace AsynDGAN.Core.Data.Batches;

/// <summary>
/// Numbers that name a sample and its patient within a site and mean nothing outside of it; they let a synthetic set be
/// split without separating a patient's slices. They do not follow the order of names.
/// </summary>
public readonly record struct SampleId(int Sample, int Patient);
