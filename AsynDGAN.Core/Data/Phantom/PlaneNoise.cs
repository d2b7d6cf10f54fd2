using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Data.Phantom;

/// <summary>Smooth noise of mean 0 and deviation 1: a sum of plane waves of random directions and wavelengths.</summary>
internal sealed class PlaneNoise
{
    private readonly (double X, double Y, double Drift, double Phase)[] waves;

    /// <param name="low">Smallest angular frequency, radians a pixel.</param>
    /// <param name="high">Largest.</param>
    public PlaneNoise(SplitMix64 random, int count, double low, double high) =>
        waves = Enumerable.Range(0, count)
            .Select(_ =>
            {
                var (frequency, angle) = (random.Between(low, high), random.Between(0, 2 * Math.PI));
                return (frequency * Math.Cos(angle), frequency * Math.Sin(angle), random.Between(-1.5, 1.5), random.Between(0, 2 * Math.PI));
            })
            .ToArray();

    public double At(int x, int y, double position)
    {
        var sum = 0.0;
        foreach (var wave in waves)
        {
            sum += Math.Cos(wave.X * x + wave.Y * y + wave.Drift * position + wave.Phase);
        }

        return sum * Math.Sqrt(2.0 / waves.Length);
    }
}
