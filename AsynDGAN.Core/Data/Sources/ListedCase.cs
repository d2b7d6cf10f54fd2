namespace AsynDGAN.Core.Data.Sources;

/// <summary>A case that was listed, not read.</summary>
/// <param name="Case">Without its slices.</param>
/// <param name="Slices">Its slices in order: name, and what messages and the fingerprint call it.</param>
/// <param name="Paths">The files that it is read from, in order; none where it is generated.</param>
/// <param name="Read">Reads the slices, in order. May be called by several threads, and again.</param>
internal sealed record ListedCase(
    ImageCase Case, IReadOnlyList<(string Name, string Label)> Slices, IReadOnlyList<string> Paths, Func<FileDigests, IReadOnlyList<SliceResult>> Read)
{
    /// <summary>Where in its file it is; empty where the files hold nothing else.</summary>
    public string Entry { get; init; } = "";

    /// <summary>Whether images of several channels are red, green and blue.</summary>
    public bool IsColour { get; init; }
}
