using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>A case whose slices are prepared.</summary>
/// <param name="Case">Without slices; a volume with spacing and tumour volume.</param>
/// <param name="Facts">Of a picture's or a patient's slices as they were read, in order; none for volumes.</param>
/// <param name="Slices">All of them, in order.</param>
internal sealed record PreparedCase(ImageCase Case, IReadOnlyList<SliceFacts> Facts, IReadOnlyList<StoredSlice> Slices)
{
    /// <param name="case">With its slices.</param>
    /// <param name="facts">As of <see cref="Facts"/>.</param>
    /// <param name="preparation">How.</param>
    /// <param name="cut">From the case to what is prepared of it.</param>
    public static PreparedCase Of(ImageCase @case, IReadOnlyList<SliceFacts> facts, CasePreparation preparation, Func<ImageCase, ImageCase>? cut = null)
    {
        var empty = @case with { Slices = [], TumourVolume = @case.Spacing is { } spacing ? Voxels(@case) * spacing.Slice * spacing.Row * spacing.Column : null };
        return new PreparedCase(empty, facts, @case.Slices.Count == 0 ? [] : StoredSlice.Of(empty, preparation.Prepare(cut is null ? @case : cut(@case))));
    }

    private static long Voxels(ImageCase @case) => @case.Slices.Sum(slice => (long)(slice.Mask.Values.Length - slice.Mask.Values.AsSpan().Count((ushort)0)));
}
