namespace AsynDGAN.Core.Setup;

/// <summary>An image and its mask.</summary>
/// <param name="Images">The image's files, paths from the folder of data: one, or one a channel.</param>
/// <param name="Mask">The mask's file, likewise.</param>
/// <param name="Folders">The folders that it lies in, without those that tell images from masks.</param>
/// <param name="Name">What the two have in common.</param>
internal sealed record FoundPair(IReadOnlyList<string> Images, string Mask, IReadOnlyList<string> Folders, string Name);
