using AsynDGAN.Core.Data.Batches;

namespace AsynDGAN.Core.Comparison.Fidelity;

/// <summary>One real image of a run's data.</summary>
/// <param name="Samples">The set that it is in.</param>
/// <param name="Position">Its place there.</param>
/// <param name="IsSeen">Whether the run's generator was trained on it.</param>
internal sealed record RealSlice(SampleSet Samples, int Position, bool IsSeen)
{
    /// <summary>What is known of it.</summary>
    public SampleInfo Info => Samples.Infos[Position];
}
