using AsynDGAN.Core.Fidelity;
using MathNet.Numerics.LinearAlgebra;

namespace AsynDGAN.Core.Audit.Membership;

/// <summary>
/// A density of features from a set of images: the mean of normal densities about each, all with the set's covariance (shrunk as
/// <see cref="NormalMoments"/> does) times h^2, where h = n^(-1/(d + 4)) for n images of d features (Scott, Multivariate Density
/// Estimation, 1992). Where images lie in fewer directions than there are features, as copies of few do, the variance in the others
/// counts as a millionth of the largest.
/// </summary>
internal sealed class KernelDensity
{
    private const double Least = 1e-6;

    private readonly Matrix<double> whitening;
    private readonly double[][] points;
    private readonly double logScale;

    /// <param name="set">At least two images that are not all alike.</param>
    public KernelDensity(FeatureSet set)
    {
        var width = Math.Pow(set.Count, -1.0 / (set.Width + 4));
        var axes = (NormalMoments.Shrunk(set, set.Once()).Covariance * (width * width)).Evd(Symmetricity.Symmetric);
        var variances = axes.EigenValues.Real();
        variances = variances.PointwiseMaximum(Least * variances.Maximum());
        whitening = Matrix<double>.Build.DenseOfDiagonalVector(variances.PointwisePower(-0.5)) * axes.EigenVectors.Transpose();
        points = [.. set.Values.Select(Whitened)];
        logScale = -Math.Log(set.Count) - set.Width / 2.0 * Math.Log(2 * Math.PI) - variances.PointwiseLog().Sum() / 2;
    }

    /// <summary>The logarithm of the density at some features.</summary>
    public double LogAt(double[] features)
    {
        var whitened = Whitened(features);
        var exponents = Array.ConvertAll(points, point => -point.Zip(whitened, (a, b) => (a - b) * (a - b)).Sum() / 2);
        var largest = exponents.Max();
        return logScale + largest + Math.Log(exponents.Sum(exponent => Math.Exp(exponent - largest)));
    }

    private double[] Whitened(double[] features) => (whitening * Vector<double>.Build.Dense(features)).ToArray();
}
