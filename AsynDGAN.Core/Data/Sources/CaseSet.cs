namespace AsynDGAN.Core.Data.Sources;

/// <summary>What a source holds.</summary>
/// <param name="Cases">In name order, whatever the order in which they were read.</param>
/// <param name="LeftOut">What could not be used, where <c>data.on_error</c> is <c>skip</c>.</param>
/// <param name="Fingerprint">SHA-256, in hexadecimal, over the names, sizes and contents of what was read.</param>
public sealed record CaseSet(IReadOnlyList<ImageCase> Cases, IReadOnlyList<LeftOut> LeftOut, string Fingerprint)
{
    /// <summary>What the user should know, a line each; nothing that is wrong for certain.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
