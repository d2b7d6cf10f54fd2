using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data;

/// <summary>One slice of a volume, or one picture.</summary>
/// <param name="Name">Unique within its case.</param>
/// <param name="Image">The selected channels as they were stored.</param>
/// <param name="Mask">
/// One 8-bit channel of the image's size: 0 outside; inside 255, or the number of the tumour's class from 1 where the source
/// tells classes apart.
/// </param>
public sealed record CaseSlice(string Name, PixelArray Image, PixelArray Mask);
