using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>A volume that was read and cut down, or why it was not.</summary>
/// <param name="Kept">Null where there is a fault.</param>
/// <param name="Digest">Names, sizes and SHA-256 of its files.</param>
/// <param name="Fault">Null where there is none.</param>
internal sealed record VolumeResult(KeptCase? Kept, string Digest, LeftOut? Fault);
