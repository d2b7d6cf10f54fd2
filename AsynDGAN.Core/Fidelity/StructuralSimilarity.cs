using static TorchSharp.torch;

namespace AsynDGAN.Core.Fidelity;

/// <summary>
/// The mean structural similarity of two images (Wang, Bovik, Sheikh and Simoncelli, IEEE Transactions on Image Processing
/// 13:600-612, 2004): windows of 11 pixels with a Gaussian of 1.5, the constants 0.01 and 0.03, over all windows that lie inside.
/// </summary>
public static class StructuralSimilarity
{
    private const int Window = 11;
    private const double Deviation = 1.5, Range = 2;

    /// <summary>Of each pair of images.</summary>
    /// <param name="images">[n, channels, height, width] in [-1, 1].</param>
    /// <param name="others">Of the same shape.</param>
    /// <returns>n values, from -1 to 1, each the mean over its channels; of images below 11 pixels with one window of their own size.</returns>
    public static double[] Of(Tensor images, Tensor others)
    {
        using var noGraph = no_grad();
        using var scope = NewDisposeScope();
        var (n, channels, height, width) = (images.shape[0], images.shape[1], images.shape[2], images.shape[3]);
        var (a, b) = (Planes(images), Planes(others));
        var (down, along) = (Line(Math.Min(Window, height), images.device), Line(Math.Min(Window, width), images.device));
        var (meanA, meanB) = (Mean(a), Mean(b));
        var (varianceA, varianceB, covariance) = (Mean(a * a) - meanA * meanA, Mean(b * b) - meanB * meanB, Mean(a * b) - meanA * meanB);
        const double First = 0.01 * Range * 0.01 * Range, Second = 0.03 * Range * 0.03 * Range;
        var similarity = (2 * meanA * meanB + First) * (2 * covariance + Second)
            / ((meanA * meanA + meanB * meanB + First) * (varianceA + varianceB + Second));
        return similarity.reshape(n, -1).mean([1]).cpu().data<double>().ToArray();

        Tensor Planes(Tensor pictures) => pictures.to(float64).reshape(n * channels, 1, height, width);

        Tensor Mean(Tensor planes) => planes.unfold(2, down.shape[0], 1).matmul(down).unfold(3, along.shape[0], 1).matmul(along);
    }

    private static Tensor Line(long length, Device device)
    {
        var weights = ((arange(length, float64, device) - (length - 1) / 2.0).square() / (-2 * Deviation * Deviation)).exp();
        return weights / weights.sum();
    }
}
