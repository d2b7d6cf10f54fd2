namespace AsynDGAN.Core.Data.Sources;

/// <summary>What a file holds.</summary>
/// <param name="Name">Without its folder.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">In hexadecimal.</param>
internal sealed record FileDigest(string Name, long Length, string Sha256);
