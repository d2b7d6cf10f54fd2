namespace AsynDGAN.Core.Data.Sources;

/// <summary>A source of pictures, its cases listed and not yet read.</summary>
/// <param name="Place">What messages call the source.</param>
/// <param name="Cases">In name order.</param>
/// <param name="Fingerprint">SHA-256 in hexadecimal over names and contents, from the digests of all slices in order.</param>
internal sealed record CaseListing(string Place, IReadOnlyList<ListedCase> Cases, Func<IReadOnlyList<string>, string> Fingerprint)
{
    /// <summary>Faults found already: files that have no counterpart.</summary>
    public IReadOnlyList<LeftOut> Faults { get; init; } = [];

    /// <summary>What is there and not wanted.</summary>
    public IReadOnlyList<LeftOut> Unused { get; init; } = [];

    /// <summary>What the user should know, a line each; nothing that is wrong for certain.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether its images were drawn, several of them to one mask.</summary>
    public bool IsDrawn { get; init; }

    /// <summary>Whether each slice has a file that is its mask, which may show the ground instead of the object.</summary>
    public bool HasMaskFiles { get; init; }
}
