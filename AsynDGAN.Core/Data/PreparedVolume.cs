namespace AsynDGAN.Core.Data;

/// <summary>A volume whose slices are prepared.</summary>
/// <param name="Case">Without slices, with spacing and tumour volume.</param>
/// <param name="Slices">All of them, in order.</param>
internal sealed record PreparedVolume(Case Case, IReadOnlyList<PreparedSlice> Slices)
{
    public static PreparedVolume Of(Case @case, Preparation preparation)
    {
        var spacing = @case.Spacing!.Value;
        var voxels = @case.Slices.Sum(slice => (long)(slice.Mask.Values.Length - slice.Mask.Values.AsSpan().Count((ushort)0)));
        var empty = @case with { Slices = [], TumourVolume = voxels * spacing.Slice * spacing.Row * spacing.Column };
        return new PreparedVolume(empty, [.. preparation.Prepare(@case).Select(slice => slice with { Case = empty })]);
    }
}
