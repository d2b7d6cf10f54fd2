using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>A case whose slices are prepared.</summary>
/// <param name="Case">Without slices; a volume with spacing and tumour volume.</param>
/// <param name="Read">What came of reading a picture's or a patient's slices, in order, without their pixels; none for volumes.</param>
/// <param name="Slices">All of them, in order.</param>
internal sealed record PreparedCase(ImageCase Case, IReadOnlyList<SliceResult> Read, IReadOnlyList<PreparedSlice> Slices)
{
    /// <summary>The stored value of a constant background; 0 where there is none.</summary>
    public int Background => Slices[0].Background;
}
