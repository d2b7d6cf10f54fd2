using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>A case of a run with the slices that are used.</summary>
/// <param name="Case">Without its slices.</param>
/// <param name="Background">The stored value of a constant background; 0 where there is none.</param>
/// <param name="Slices">The slices to be used.</param>
/// <param name="Dropped">The others.</param>
internal sealed record KeptCase(ImageCase Case, int Background, IReadOnlyList<KeptSlice> Slices, IReadOnlyList<LeftOut> Dropped) : IDisposable
{
    public void Dispose()
    {
        foreach (var slice in Slices)
        {
            slice.Sample.Dispose();
        }
    }
}
