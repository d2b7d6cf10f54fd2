namespace AsynDGAN.Core.Segmentation.Metrics;

/// <summary>Two values a patient.</summary>
internal static class PairedValues
{
    /// <summary>a - b, patient by patient.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double[] Differences(IReadOnlyList<double> a, IReadOnlyList<double> b) => a.Count == b.Count
        ? [.. a.Zip(b, (one, other) => one - other)]
        : throw new ArgumentException($"{a.Count} and {b.Count} values are no pairs");
}
