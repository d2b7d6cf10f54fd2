using MathNet.Numerics.LinearAlgebra;

namespace AsynDGAN.Core.Fidelity;

/// <summary>
/// From features to what distances are taken of: z-scores, and their principal components with most of the variance, both fitted on
/// real training images. A feature that is the same in all of them counts for nothing.
/// </summary>
public sealed class FeatureScale
{
    /// <summary>Components at most.</summary>
    public const int MostComponents = 16;

    /// <summary>Images below which features have no deviation.</summary>
    public const int FewestImages = 2;

    // Of the largest variance: below it a component is the rounding of another.
    private const double Least = 1e-9;

    private readonly double[] mean, deviation;
    private readonly Matrix<double> components;

    private FeatureScale(double[] mean, double[] deviation, Matrix<double> components) =>
        (this.mean, this.deviation, this.components) = (mean, deviation, components);

    /// <summary>How many components there are.</summary>
    public int Components => components.ColumnCount;

    /// <summary>Fits the scale; the signs of components mean nothing, as distances do not depend on them.</summary>
    /// <param name="training">At least <see cref="FewestImages"/> images.</param>
    public static FeatureScale Of(FeatureSet training)
    {
        var (count, width) = (training.Count, training.Width);
        double[] mean = [.. Enumerable.Range(0, width).Select(i => training.Values.Average(row => row[i]))];
        double[] deviation =
        [
            .. Enumerable.Range(0, width).Select(i => Math.Sqrt(training.Values.Sum(row => Math.Pow(row[i] - mean[i], 2)) / (count - 1)))
                .Select((value, i) => value > Least * Math.Max(1, Math.Abs(mean[i])) ? value : 0),
        ];
        var scores = Scores(training, mean, deviation);
        var decomposition = (scores.TransposeThisAndMultiply(scores) / (count - 1)).Evd(Symmetricity.Symmetric);
        var variances = decomposition.EigenValues.Select(value => value.Real).ToArray();
        var chosen = Enumerable.Range(0, width).OrderByDescending(i => variances[i]).Take(MostComponents)
            .Where(i => variances[i] > Least * variances.Max()).ToArray();
        return new FeatureScale(mean, deviation, Matrix<double>.Build.Dense(width, chosen.Length, (i, j) => decomposition.EigenVectors[i, chosen[j]]));
    }

    /// <summary>The components of a set.</summary>
    public FeatureSet Apply(FeatureSet set) =>
        new([.. (Scores(set, mean, deviation) * components).EnumerateRows().Select(row => row.ToArray())], [.. set.OwnerOf.Select(owner => set.Patients[owner])]);

    private static Matrix<double> Scores(FeatureSet set, double[] mean, double[] deviation) => Matrix<double>.Build.Dense(
        set.Count, mean.Length, (image, i) => deviation[i] > 0 ? (set.Values[image][i] - mean[i]) / deviation[i] : 0);
}
