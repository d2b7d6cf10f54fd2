using AsynDGAN.Core.Mixture;

namespace AsynDGAN.Core.Segmentation.Metrics;

/// <summary>
/// How far the surfaces of a predicted mask and its reference lie apart. With a the distance of every surface pixel of the
/// prediction to the nearest one of the reference, and b the reverse (Euclidean, between pixel centres, in the unit of the
/// spacing); all null where a mask is empty.
/// </summary>
public sealed record SurfaceDistances
{
    private const double Percent = 95;

    private SurfaceDistances()
    {
    }

    /// <summary>max(max a, max b).</summary>
    public double? HausdorffDistance { get; private init; }

    /// <summary>The 95th percentile of a and b together.</summary>
    public double? Hausdorff95Pooled { get; private init; }

    /// <summary>The larger of the 95th percentiles of a and of b.</summary>
    public double? Hausdorff95MaxDirected { get; private init; }

    /// <summary>The mean of a and b together.</summary>
    public double? AverageSymmetricSurfaceDistance { get; private init; }

    /// <param name="prediction">A picture or a volume.</param>
    /// <param name="reference">Of the same shape.</param>
    /// <param name="spacing">The distance of neighbours along each axis, in the shape's order (millimetres, say).</param>
    /// <exception cref="ArgumentException">The shapes differ, or the spacing is not one positive number an axis.</exception>
    public static SurfaceDistances Between(BinaryVolume prediction, BinaryVolume reference, IReadOnlyList<double> spacing)
    {
        prediction.RequireShapeOf(reference);
        if (spacing.Count != prediction.Shape.Count || !spacing.All(step => step > 0 && double.IsFinite(step)))
        {
            throw new ArgumentException($"a spacing of [{string.Join(", ", spacing)}] does not suit {prediction.Shape.Count} axes");
        }

        if (prediction.Count == 0 || reference.Count == 0)
        {
            return new SurfaceDistances();
        }

        var box = BoundingBox.Of(prediction, reference);
        var (predicted, referred) = (box.Cut(prediction), box.Cut(reference));
        var (predictedSurface, referredSurface) = (MaskSurface.Of(predicted), MaskSurface.Of(referred));
        var there = Directed(predictedSurface, DistanceTransform.Squared(referred, referredSurface, spacing));
        var back = Directed(referredSurface, DistanceTransform.Squared(predicted, predictedSurface, spacing));
        double[] pooled = [.. there, .. back];
        return new SurfaceDistances
        {
            HausdorffDistance = pooled.Max(),
            Hausdorff95Pooled = Percentile.Of(pooled, Percent),
            Hausdorff95MaxDirected = Math.Max(Percentile.Of(there, Percent), Percentile.Of(back, Percent)),
            AverageSymmetricSurfaceDistance = pooled.Average(),
        };
    }

    private static double[] Directed(List<int> surface, double[] squared) => [.. surface.Select(place => Math.Sqrt(squared[place]))];
}
