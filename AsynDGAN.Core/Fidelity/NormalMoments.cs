using MathNet.Numerics.LinearAlgebra;

namespace AsynDGAN.Core.Fidelity;

/// <summary>Mean and covariance of features.</summary>
/// <param name="Mean">[d].</param>
/// <param name="Covariance">[d, d], symmetric and positive semidefinite.</param>
public sealed record NormalMoments(Vector<double> Mean, Matrix<double> Covariance)
{
    /// <summary>
    /// The moments of a set, its covariance shrunk towards a multiple of the identity as Ledoit and Wolf (Journal of Multivariate
    /// Analysis 88:365-411, 2004) do: with n images x about their mean, S = sum x x' / n, m = tr S / d, D = |S - m I|^2 and
    /// B = min(D, sum |x x' - S|^2 / n^2) in squared Frobenius norms, it is B/D m I + (1 - B/D) S.
    /// </summary>
    /// <param name="set">At least one image; those of one patient count as independent here.</param>
    /// <param name="times">How often each patient counts; one at least above 0.</param>
    public static NormalMoments Shrunk(FeatureSet set, IReadOnlyList<int> times)
    {
        var (width, count) = (set.Width, (double)set.OwnerOf.Sum(owner => times[owner]));
        var mean = new double[width];
        foreach (var (row, weight) in Weighted(set, times))
        {
            for (var i = 0; i < width; i++)
            {
                mean[i] += weight * row[i] / count;
            }
        }

        var centred = Weighted(set, times).Select(image => (Row: image.Row.Zip(mean, (value, centre) => value - centre).ToArray(), image.Weight)).ToList();
        var covariance = new double[width, width];
        foreach (var (row, weight) in centred)
        {
            for (var i = 0; i < width; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    covariance[i, j] += weight * row[i] * row[j] / count;
                }
            }
        }

        var sample = Matrix<double>.Build.Dense(width, width, (i, j) => covariance[Math.Max(i, j), Math.Min(i, j)]);
        var level = sample.Trace() / width;
        var target = Matrix<double>.Build.DenseDiagonal(width, level);
        var spread = Squares(sample - target);

        // |x x' - S|^2 = |x|^4 - 2 x'S x + |S|^2, whose middle terms sum to -2 n |S|^2.
        var fourth = centred.Sum(image => image.Weight * Math.Pow(image.Row.Sum(value => value * value), 2));
        var error = Math.Max(0, fourth - count * Squares(sample)) / (count * count);
        var share = spread > 0 ? Math.Min(spread, error) / spread : 0;
        return new NormalMoments(Vector<double>.Build.Dense(mean), share * target + (1 - share) * sample);
    }

    private static double Squares(Matrix<double> matrix) => matrix.Enumerate().Sum(value => value * value);

    private static IEnumerable<(double[] Row, int Weight)> Weighted(FeatureSet set, IReadOnlyList<int> times) =>
        set.Values.Zip(set.OwnerOf, (row, owner) => (row, times[owner])).Where(image => image.Item2 > 0);
}
