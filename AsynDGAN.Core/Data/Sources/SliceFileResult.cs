namespace AsynDGAN.Core.Data.Sources;

/// <summary>A slice that was read, or why it was not.</summary>
/// <param name="Slice">Null where there is a fault.</param>
/// <param name="Fault">Null where there is none.</param>
/// <param name="Digest">Size and SHA-256 of both files; empty where one is missing.</param>
/// <param name="Content">As of <see cref="SharedImages"/>, over all channels; empty where there is a fault.</param>
internal sealed record SliceFileResult(CaseSlice? Slice, string? Fault, string Digest, string Content = "");
