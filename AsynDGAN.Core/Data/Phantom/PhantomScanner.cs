using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Data.Phantom;

/// <summary>How a phantom's institution turns tissue into grey values.</summary>
/// <param name="Gamma">Exponent of the grey value.</param>
/// <param name="Gain">Factor of the grey value.</param>
/// <param name="Bias">Relative change of the gain across the picture, along x and y.</param>
/// <param name="Noise">Deviation of the noise, of a grey range of 1.</param>
internal sealed record PhantomScanner(double Gamma, double Gain, (double X, double Y) Bias, double Noise)
{
    public static readonly PhantomScanner Plain = new(1, 1, (0, 0), 0.012);

    public static PhantomScanner Draw(SplitMix64 random) => new(
        random.Between(0.7, 1.4),
        random.Between(0.75, 1.1),
        (random.Between(-0.25, 0.25), random.Between(-0.25, 0.25)),
        random.Between(0.005, 0.03));

    /// <summary>The stored value (0 to 255) of a pixel with a tissue's grey (0 to 1); the background stays black.</summary>
    public ushort Measure(double grey, int x, int y, SplitMix64 random)
    {
        if (grey <= 0)
        {
            return 0;
        }

        var half = PhantomSource.Side / 2.0;
        var bias = 1 + Bias.X * (x - half) / half + Bias.Y * (y - half) / half;
        var value = Gain * bias * Math.Pow(grey, Gamma) + Noise * random.NextNormal();
        return (ushort)Math.Round(255 * Math.Clamp(value, 0, 1));
    }
}
