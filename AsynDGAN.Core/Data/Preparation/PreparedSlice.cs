using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>A slice cut to its square and ready to be put into tensors; grey values are still those that were stored.</summary>
/// <param name="Case">The case it belongs to.</param>
/// <param name="Name">The slice's name.</param>
/// <param name="Geometry">Where the square lies.</param>
/// <param name="Bits">8 or 16.</param>
/// <param name="Channels">Image channels.</param>
/// <param name="Image">[channel, row, column] of the square.</param>
/// <param name="Masks">[row, column] of the square: <see cref="MaskCode"/>.</param>
/// <param name="Normalisations">One an image channel.</param>
/// <param name="MaskPixels">Tumour pixels on the networks' grid.</param>
/// <param name="TumourOutside">Places of tumour pixels outside the square, row by row on the slice's own grid; nearly always none.</param>
internal sealed record PreparedSlice(
    ImageCase Case, string Name, SliceGeometry Geometry, int Bits, int Channels, ushort[] Image, byte[] Masks,
    IReadOnlyList<Normalisation> Normalisations, int MaskPixels, int[] TumourOutside)
{
    /// <summary>As of <see cref="GreyStatistics.Background"/>, of the first channel.</summary>
    public int Background { get; init; }

    /// <summary>[row, column] of the square: the number of the nucleus, where the source tells single ones apart.</summary>
    public int[]? Instances { get; init; }

    /// <summary>Where it lies in a larger picture; null where it is all of it.</summary>
    public PatchPlace? Patch { get; init; }
}
