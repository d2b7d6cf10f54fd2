using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>A prepared slice as it is kept.</summary>
/// <param name="Case">The case it belongs to, without its slices.</param>
/// <param name="Name">The slice's name.</param>
/// <param name="Geometry">Where the square lies.</param>
/// <param name="Channels">Image channels.</param>
/// <param name="Bits">Bits of the stored values, 8 or 16.</param>
/// <param name="Normalisations">One an image channel.</param>
/// <param name="MaskPixels">Tumour pixels on the networks' grid.</param>
/// <param name="TumourOutside">Places of tumour pixels outside the square, row by row on the slice's own grid; nearly always none.</param>
/// <param name="Background">As of <see cref="GreyStatistics.Background"/>, of the first channel.</param>
/// <param name="Stored">Smallest and largest stored value in the square, over all channels.</param>
/// <param name="Normalised">The same after normalisation, before resizing.</param>
/// <param name="Patch">Where in the pixels it lies, which other slices share; null where they are its own.</param>
/// <param name="Pixels">Null where the slice is not used.</param>
internal sealed record StoredSlice(
    ImageCase Case, string Name, SliceGeometry Geometry, int Channels, int Bits, IReadOnlyList<Normalisation> Normalisations, int MaskPixels,
    int[] TumourOutside, int Background, (int Low, int High) Stored, (float Low, float High) Normalised, CropSquare? Patch, StoredPixels? Pixels)
{
    /// <summary>Its name among all slices.</summary>
    public string FullName => $"{Case.Name}/{Name}";

    /// <summary>Slices of one case; patches of one picture share its pixels.</summary>
    /// <param name="case">Without its slices.</param>
    public static IReadOnlyList<StoredSlice> Of(ImageCase @case, IEnumerable<PreparedSlice> slices)
    {
        var pictures = new Dictionary<CaseSlice, StoredPixels>(ReferenceEqualityComparer.Instance);
        return [.. slices.Select(slice => Of(@case, slice, slice.Patch is { } patch ? Whole(patch.Whole) : StoredPixels.Of(slice)))];

        StoredPixels Whole(CaseSlice picture) => pictures.TryGetValue(picture, out var known) ? known : pictures[picture] = StoredPixels.Of(picture);
    }

    private static StoredSlice Of(ImageCase @case, PreparedSlice slice, StoredPixels pixels)
    {
        var (stored, normalised) = ((Low: int.MaxValue, High: int.MinValue), (Low: float.MaxValue, High: float.MinValue));
        var area = slice.Image.Length / slice.Channels;
        for (var channel = 0; channel < slice.Channels; channel++)
        {
            var (low, high) = (ushort.MaxValue, ushort.MinValue);
            foreach (var value in slice.Image.AsSpan(channel * area, area))
            {
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }

            var line = slice.Normalisations[channel];
            stored = (Math.Min(stored.Low, low), Math.Max(stored.High, high));
            normalised = (Math.Min(normalised.Low, line.Of(low)), Math.Max(normalised.High, line.Of(high)));
        }

        return new StoredSlice(
            @case, slice.Name, slice.Geometry, slice.Channels, slice.Bits, slice.Normalisations, slice.MaskPixels, slice.TumourOutside,
            slice.Background, stored, normalised, slice.Patch?.Square, pixels);
    }
}
