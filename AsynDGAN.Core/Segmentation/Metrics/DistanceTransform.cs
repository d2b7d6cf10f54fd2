namespace AsynDGAN.Core.Segmentation.Metrics;

/// <summary>
/// The exact Euclidean distance transform, one axis after the other: along a line the squared distance is the lower envelope of
/// parabolas (Felzenszwalb and Huttenlocher 2012, "Distance transforms of sampled functions", with a spacing for each axis).
/// </summary>
internal static class DistanceTransform
{
    /// <summary>The squared distance of every pixel of a grid to the nearest of some points; infinite without points.</summary>
    /// <param name="grid">The shape.</param>
    /// <param name="points">Places in the grid's values.</param>
    /// <param name="spacing">The distance of neighbours along each axis.</param>
    public static double[] Squared(BinaryVolume grid, IEnumerable<int> points, IReadOnlyList<double> spacing)
    {
        var squared = new double[grid.Values.Length];
        Array.Fill(squared, double.PositiveInfinity);
        foreach (var point in points)
        {
            squared[point] = 0;
        }

        for (var axis = 0; axis < grid.Shape.Count; axis++)
        {
            var (length, stride) = (grid.Shape[axis], grid.Stride(axis));
            var envelope = new ParabolaEnvelope(length, spacing[axis]);
            for (var block = 0; block < squared.Length; block += length * stride)
            {
                for (var start = block; start < block + stride; start++)
                {
                    envelope.Apply(squared, start, stride);
                }
            }
        }

        return squared;
    }
}
