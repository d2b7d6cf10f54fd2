namespace AsynDGAN.Core.Data;

/// <summary>A volume that was read and cut down, or why it was not.</summary>
/// <param name="Case">Without slices; null where there is a fault.</param>
/// <param name="Kept">The slices to be used.</param>
/// <param name="Dropped">The others.</param>
/// <param name="Digest">Names, sizes and SHA-256 of its files.</param>
/// <param name="Fault">Null where there is none.</param>
internal sealed record VolumeResult(Case? Case, IReadOnlyList<KeptSlice> Kept, IReadOnlyList<LeftOut> Dropped, string Digest, LeftOut? Fault);
