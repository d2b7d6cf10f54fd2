namespace AsynDGAN.Core.Imaging;

/// <summary>Mean and deviation (of the whole, not of a sample) of the three Lab channels of a picture.</summary>
/// <param name="Mean">Of L, a and b.</param>
/// <param name="Deviation">Of L, a and b; not negative.</param>
public sealed record LabStatistics(IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation)
{
    /// <summary>Six numbers: the means of L, a and b, then their deviations.</summary>
    public static LabStatistics Of(IReadOnlyList<double> numbers) => new([.. numbers.Take(3)], [.. numbers.Skip(3).Take(3)]);

    /// <summary>Of Lab values, channels interleaved.</summary>
    internal static LabStatistics OfValues(double[] lab)
    {
        var (mean, deviation) = (new double[3], new double[3]);
        for (var channel = 0; channel < 3; channel++)
        {
            var sum = 0.0;
            for (var i = channel; i < lab.Length; i += 3)
            {
                sum += lab[i];
            }

            mean[channel] = sum / (lab.Length / 3);
            var squares = 0.0;
            for (var i = channel; i < lab.Length; i += 3)
            {
                squares += (lab[i] - mean[channel]) * (lab[i] - mean[channel]);
            }

            deviation[channel] = Math.Sqrt(squares / (lab.Length / 3));
        }

        return new LabStatistics(mean, deviation);
    }
}
