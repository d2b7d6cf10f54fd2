using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Preparation;

namespace AsynDGAN.Core.Data;

/// <summary>A case of a run.</summary>
/// <param name="Prepared">The case; its slices have given their pixels away.</param>
/// <param name="Samples">The slices that are used.</param>
internal sealed record SampledCase(PreparedCase Prepared, IReadOnlyList<Sample> Samples) : IDisposable
{
    public void Dispose()
    {
        foreach (var sample in Samples)
        {
            sample.Dispose();
        }
    }
}
