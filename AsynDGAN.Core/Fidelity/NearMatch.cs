namespace AsynDGAN.Core.Fidelity;

/// <summary>The real image that is nearest to another image.</summary>
/// <param name="Real">Its position among the reals, from 0.</param>
/// <param name="Distance">1 less the correlation inside the other image's free ground, after it was brought upon the real one: 0 for a copy, about 1 for what has nothing in common.</param>
public sealed record NearMatch(int Real, double Distance);
