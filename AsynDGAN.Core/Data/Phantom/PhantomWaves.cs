using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Data.Phantom;

/// <summary>A closed outline: a factor near 1 of the radius at each angle, drifting from slice to slice.</summary>
internal sealed class PhantomWaves
{
    private readonly (double Size, double Phase, double Drift)[] waves;

    public PhantomWaves(SplitMix64 random, double size) =>
        waves = Enumerable.Range(2, 4)
            .Select(k => (size * random.NextNormal() * 2 / k, random.Between(0, 2 * Math.PI), random.Between(-0.5, 0.5)))
            .ToArray();

    public double At(double angle, double position)
    {
        var factor = 1.0;
        for (var i = 0; i < waves.Length; i++)
        {
            factor += waves[i].Size * Math.Cos((i + 2) * angle + waves[i].Phase + waves[i].Drift * position);
        }

        return Math.Clamp(factor, 0.6, 1.5);
    }
}
