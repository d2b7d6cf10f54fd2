using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>One slice of a volume, or one picture.</summary>
/// <param name="Name">Unique within its case.</param>
/// <param name="Image">The selected channels as they were stored.</param>
/// <param name="Mask">
/// One 8-bit channel of the image's size: 0 outside; inside 255, or the number of the tumour's class from 1 where the source
/// tells classes apart.
/// </param>
public sealed record CaseSlice(string Name, PixelArray Image, PixelArray Mask)
{
    /// <summary>Which nucleus each pixel belongs to, where the source tells single ones apart; the mask is then their union.</summary>
    public InstanceMap? Instances { get; init; }

    /// <summary>Digests of all that was decoded (<see cref="DecodedImage"/>); none of what is to be predicted, and of a patch.</summary>
    internal IReadOnlyList<string> Decoded { get; init; } = [];

    /// <summary>Where it lies in a larger picture; null where it is all of it.</summary>
    internal PatchPlace? Patch { get; init; }

    /// <summary>The part of the picture that the mask fills.</summary>
    internal double MaskFraction => (double)(Mask.Values.Length - Mask.Values.AsSpan().Count((ushort)0)) / Mask.Values.Length;

    /// <summary>A picture with its nuclei.</summary>
    internal static CaseSlice Of(string name, PixelArray image, InstanceMap instances)
    {
        var inside = Array.ConvertAll(instances.Labels, label => label > 0 ? (ushort)255 : (ushort)0);
        return new CaseSlice(name, image, new PixelArray(image.Height, image.Width, 1, 8, inside)) { Instances = instances };
    }
}
