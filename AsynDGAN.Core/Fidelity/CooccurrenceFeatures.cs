namespace AsynDGAN.Core.Fidelity;

/// <summary>
/// Features of the grey level co-occurrence matrix (Haralick, Shanmugam and Dinstein, IEEE Transactions on Systems, Man, and
/// Cybernetics 3:610-621, 1973): how often two levels are neighbours, in either order, at a distance of one pixel, both inside the
/// ground. Each is the mean over four directions.
/// </summary>
public static class CooccurrenceFeatures
{
    /// <summary>What they are called, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["contrast", "correlation", "energy of co-occurrence", "homogeneity"];

    /// <summary>
    /// With p the share of pairs of levels i and j: contrast, sum p (i - j)^2; correlation of i and j, 1 where all are equal;
    /// energy, sum p^2; homogeneity, sum p / (1 + (i - j)^2). A direction without pairs counts as one of equal levels.
    /// </summary>
    public static double[] Of(GreyLevels levels)
    {
        var sums = new double[Names.Count];
        foreach (var direction in GreyLevels.Directions)
        {
            foreach (var (i, value) in OfMatrix(Matrix(levels, direction)).Index())
            {
                sums[i] += value / GreyLevels.Directions.Length;
            }
        }

        return sums;
    }

    /// <summary>How often each pair of levels is there in a direction, in both orders.</summary>
    internal static int[,] Matrix(GreyLevels levels, (int Rows, int Columns) direction)
    {
        var matrix = new int[GreyLevels.Count, GreyLevels.Count];
        for (var row = 0; row < levels.Height; row++)
        {
            for (var column = 0; column < levels.Width; column++)
            {
                var (here, there) = (levels.At(row, column), levels.At(row + direction.Rows, column + direction.Columns));
                if (here != GreyLevels.Outside && there != GreyLevels.Outside)
                {
                    matrix[here, there]++;
                    matrix[there, here]++;
                }
            }
        }

        return matrix;
    }

    /// <summary>The features of a symmetric matrix of counts.</summary>
    internal static double[] OfMatrix(int[,] matrix)
    {
        var total = (double)matrix.Cast<int>().Sum();
        if (total == 0)
        {
            return [0, 1, 1, 1];
        }

        var mean = Sum((i, _, p) => p * i);
        var variance = Sum((i, _, p) => p * (i - mean) * (i - mean));
        return
        [
            Sum((i, j, p) => p * (i - j) * (i - j)),
            variance > 0 ? Sum((i, j, p) => p * (i - mean) * (j - mean)) / variance : 1,
            Sum((_, _, p) => p * p),
            Sum((i, j, p) => p / (1 + (i - j) * (i - j))),
        ];

        double Sum(Func<int, int, double, double> term)
        {
            var sum = 0.0;
            for (var i = 0; i < matrix.GetLength(0); i++)
            {
                for (var j = 0; j < matrix.GetLength(1); j++)
                {
                    sum += matrix[i, j] == 0 ? 0 : term(i, j, matrix[i, j] / total);
                }
            }

            return sum;
        }
    }
}
