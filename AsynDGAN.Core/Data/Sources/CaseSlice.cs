using AsynDGAN.Core.Configuration;
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

    /// <summary>Why it cannot be held as a whole; null where it can: image and labels of the square around it are an array each.</summary>
    /// <param name="options">The configuration.</param>
    internal string? FaultOfSquare(DataOptions options)
    {
        var (height, width) = (Image.Height, Image.Width);
        var side = (options.Crop == CropMethod.Head ? CropSquare.Around(0, height - 1, 0, width - 1) : CropSquare.Whole(height, width)).Side;
        var labelBytes = Instances is null ? 1 : Instances.Labels.Max() <= short.MaxValue ? sizeof(short) : sizeof(int);
        var most = (int)Math.Sqrt(Array.MaxLength / Math.Max(Image.Channels * Image.Bits / 8, labelBytes));
        return side <= most ? null
            : $"the image is {height}x{width}: the square around it has {side} rows, and {most} are the most; cut it into tiles"
                + (options.Patch.Size is null && options.HasPatches() ? ", or let data.patch.size cut it for training" : "");
    }

    /// <summary>A picture with its nuclei.</summary>
    internal static CaseSlice Of(string name, PixelArray image, InstanceMap instances)
    {
        var inside = Array.ConvertAll(instances.Labels, label => label > 0 ? (ushort)255 : (ushort)0);
        return new CaseSlice(name, image, new PixelArray(image.Height, image.Width, 1, 8, inside)) { Instances = instances };
    }
}
