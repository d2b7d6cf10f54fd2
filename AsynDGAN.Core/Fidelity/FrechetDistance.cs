using MathNet.Numerics.LinearAlgebra;

namespace AsynDGAN.Core.Fidelity;

/// <summary>
/// The squared Fréchet distance of two normal distributions (Dowson and Landau, Journal of Multivariate Analysis 12:450-455, 1982),
/// as the Fréchet Inception Distance takes it of features of a network (Heusel et al., NeurIPS 2017).
/// </summary>
public static class FrechetDistance
{
    /// <summary>
    /// |m1 - m2|^2 + tr(C1 + C2 - 2 (C1^(1/2) C2 C1^(1/2))^(1/2)); covariances without full rank are allowed.
    /// </summary>
    /// <returns>0 or above; in squared units of the features.</returns>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static double Between(NormalMoments a, NormalMoments b)
    {
        if (a.Mean.Count != b.Mean.Count)
        {
            throw new ArgumentException($"there is no distance of moments of {a.Mean.Count} and {b.Mean.Count} features");
        }

        // The rounding of a variance of 0 may be below it, and its square root is none.
        var ofA = a.Covariance.Evd(Symmetricity.Symmetric);
        var roots = ofA.EigenValues.Map(value => Math.Sqrt(Math.Max(0, value.Real)));
        var root = ofA.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(roots) * ofA.EigenVectors.Transpose();
        var product = root * b.Covariance * root;
        var common = ((product + product.Transpose()) / 2).Evd(Symmetricity.Symmetric)
            .EigenValues.Sum(value => Math.Sqrt(Math.Max(0, value.Real)));
        var between = a.Mean - b.Mean;
        return Math.Max(0, between * between + a.Covariance.Trace() + b.Covariance.Trace() - 2 * common);
    }
}
