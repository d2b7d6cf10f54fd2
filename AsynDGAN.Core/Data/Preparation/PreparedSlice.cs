using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>
/// A slice, picture or patch as it is cached and kept: cut to its square, with the line from its stored values to what the
/// networks see. The values are still those that were stored.
/// </summary>
/// <param name="Case">The case it belongs to, without its slices.</param>
/// <param name="Name">The slice's name.</param>
/// <param name="Geometry">Where the square lies.</param>
/// <param name="Channels">Image channels.</param>
/// <param name="Bits">Bits of the stored values, 8 or 16.</param>
/// <param name="Normalisations">One an image channel.</param>
/// <param name="MaskPixels">Tumour pixels on the networks' grid.</param>
/// <param name="TumourOutside">Places of tumour pixels outside the square, row by row on the slice's own grid; nearly always none.</param>
/// <param name="Background">As of <see cref="GreyStatistics.Background"/>, of the first channel.</param>
/// <param name="Stored">Smallest and largest stored value of what the square shows of the slice, over all channels.</param>
/// <param name="Normalised">The same after normalisation, before resizing.</param>
/// <param name="Patch">Where in the pixels it lies, which other slices share; null where they are its own.</param>
/// <param name="Pixels">Null where the slice is not used, and once they are a sample's tensors.</param>
internal sealed record PreparedSlice(
    ImageCase Case, string Name, SliceGeometry Geometry, int Channels, int Bits, IReadOnlyList<Normalisation> Normalisations, int MaskPixels,
    int[] TumourOutside, int Background, (int Low, int High) Stored, (float Low, float High) Normalised, CropSquare? Patch, StoredPixels? Pixels)
{
    /// <summary>Of its image or, of a patch, of the whole picture: <see cref="CaseSlice.Decoded"/>.</summary>
    public IReadOnlyList<string> Decoded { get; init; } = [];

    /// <summary>Its name among all slices.</summary>
    public string FullName => $"{Case.Name}/{Name}";
}
