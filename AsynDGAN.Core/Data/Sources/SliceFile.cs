namespace AsynDGAN.Core.Data.Sources;

/// <summary>The two files of a slice.</summary>
/// <param name="Case">The index of its case.</param>
/// <param name="Name">The slice's name within its case.</param>
/// <param name="Label">What messages and the fingerprint call it.</param>
/// <param name="Image">The image's path.</param>
/// <param name="Mask">The mask's path.</param>
internal sealed record SliceFile(int Case, string Name, string Label, string Image, string Mask);
