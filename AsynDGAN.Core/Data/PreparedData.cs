using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Data;

/// <summary>What a source's cases have become.</summary>
/// <param name="Cases">In name order; volumes without their slices.</param>
/// <param name="Split">Every patient's part.</param>
/// <param name="Samples">The slices to be used, in the order of their cases.</param>
/// <param name="LeftOut">What is not used.</param>
/// <param name="Fingerprint">SHA-256, in hexadecimal, over what was read.</param>
internal sealed record PreparedData(
    IReadOnlyList<ImageCase> Cases, PatientSplit Split, IReadOnlyList<Sample> Samples, IReadOnlyList<LeftOut> LeftOut, string Fingerprint)
{
    /// <summary>What the user should know, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
