using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>A case that can be read.</summary>
/// <param name="Case">Without its slices.</param>
/// <param name="Slices">How many it has; null for a volume, which tells when it is read.</param>
/// <param name="Read">Reads it. A fault of a file is thrown.</param>
internal sealed record ReadableCase(ImageCase Case, int? Slices, Func<ImageCase> Read);
