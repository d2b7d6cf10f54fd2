namespace AsynDGAN.Core.Segmentation.Metrics;

/// <summary>
/// The confusion counts of a predicted mask and its reference, and the measures of overlap made from them, each in [0, 1] and
/// null where its denominator is zero. Counts add up: those of a patient are the sum over its slices.
/// </summary>
/// <param name="TruePositives">Pixels inside both.</param>
/// <param name="FalsePositives">Pixels inside the prediction only.</param>
/// <param name="FalseNegatives">Pixels inside the reference only.</param>
/// <param name="TrueNegatives">Pixels outside both.</param>
public readonly record struct MaskOverlap(long TruePositives, long FalsePositives, long FalseNegatives, long TrueNegatives)
{
    /// <summary>2 TP / (2 TP + FP + FN) (Dice 1945); null where both masks are empty.</summary>
    public double? Dice => Ratio(2 * TruePositives, 2 * TruePositives + FalsePositives + FalseNegatives);

    /// <summary>TP / (TP + FP + FN) (Jaccard 1912); null where both masks are empty.</summary>
    public double? IoU => Ratio(TruePositives, TruePositives + FalsePositives + FalseNegatives);

    /// <summary>TP / (TP + FN); null where the reference is empty.</summary>
    public double? Sensitivity => Ratio(TruePositives, TruePositives + FalseNegatives);

    /// <summary>TN / (TN + FP); null where the reference fills the picture.</summary>
    public double? Specificity => Ratio(TrueNegatives, TrueNegatives + FalsePositives);

    /// <summary>TP / (TP + FP); null where the prediction is empty.</summary>
    public double? Precision => Ratio(TruePositives, TruePositives + FalsePositives);

    public static MaskOverlap operator +(MaskOverlap a, MaskOverlap b) => new(
        a.TruePositives + b.TruePositives,
        a.FalsePositives + b.FalsePositives,
        a.FalseNegatives + b.FalseNegatives,
        a.TrueNegatives + b.TrueNegatives);

    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static MaskOverlap Between(BinaryVolume prediction, BinaryVolume reference)
    {
        prediction.RequireShapeOf(reference);
        var (predicted, referred) = (prediction.Values, reference.Values);
        var both = 0L;
        for (var i = 0; i < predicted.Length; i++)
        {
            both += predicted[i] && referred[i] ? 1 : 0;
        }

        var (predictedOnly, referredOnly) = (prediction.Count - both, reference.Count - both);
        return new MaskOverlap(both, predictedOnly, referredOnly, predicted.Length - both - predictedOnly - referredOnly);
    }

    private static double? Ratio(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
