namespace AsynDGAN.Core.Data.Sources;

/// <summary>The files of a slice.</summary>
/// <param name="Case">The index of its case.</param>
/// <param name="Name">The slice's name within its case.</param>
/// <param name="Label">What messages and the fingerprint call it.</param>
/// <param name="Images">The image's path; or one a channel, in order.</param>
/// <param name="Mask">The mask's path; null where it has none and is to be predicted.</param>
internal sealed record SliceFile(int Case, string Name, string Label, IReadOnlyList<string> Images, string? Mask);
