namespace AsynDGAN.Core.Mixture;

/// <summary>Mean and standard deviation of numbers.</summary>
/// <param name="Count">How many.</param>
/// <param name="Mean">NaN of none.</param>
/// <param name="Deviation">With n - 1; NaN of fewer than two.</param>
// MathNet.Numerics updates the mean value by value, and its results differ in the last bits from stored ones.
public readonly record struct Moments(int Count, double Mean, double Deviation)
{
    public static Moments Of(IReadOnlyList<double> values)
    {
        var mean = values.Count > 0 ? values.Average() : double.NaN;
        var squares = values.Sum(v => (v - mean) * (v - mean));
        return new Moments(values.Count, mean, values.Count > 1 ? Math.Sqrt(squares / (values.Count - 1)) : double.NaN);
    }
}
