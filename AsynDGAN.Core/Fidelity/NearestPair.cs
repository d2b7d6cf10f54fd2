using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Fidelity;

/// <summary>A drawing beside the real image that is nearest to it, to be looked at.</summary>
/// <param name="Drawn">8 bits, grey or colour.</param>
/// <param name="Real">Likewise.</param>
/// <param name="Distance">As of <see cref="NearMatch"/>.</param>
/// <param name="IsNearCopy">Whether that is below the threshold.</param>
public sealed record NearestPair(PixelArray Drawn, PixelArray Real, double Distance, bool IsNearCopy);
