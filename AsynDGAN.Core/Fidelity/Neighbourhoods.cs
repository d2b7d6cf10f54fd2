namespace AsynDGAN.Core.Fidelity;

/// <summary>
/// The neighbourhoods of real images and of drawings among features. An image's neighbourhood is the ball around it that reaches to
/// its k-th nearest of its own set, k = 5, images of the same patient passed over: neighbouring slices of one patient are
/// alike, and their balls would hold nothing but one another. That goes for both sets: for real images, and for drawings, whose
/// patient is the one whose head or patch was drawn. Between the two sets nothing is passed over.
/// </summary>
/// <remarks>
/// In a resample of patients, images count as often as their patients do in every mean, but as one neighbour: copies of an image
/// would make balls small.
/// </remarks>
public sealed class Neighbourhoods
{
    /// <summary>Which neighbour a ball reaches to.</summary>
    public const int K = 5;

    private readonly FeatureSet real, drawn;
    private readonly double[][] ofReals, ofDrawings, between;
    private readonly int[][] nearestOfReals, nearestOfDrawings;

    /// <param name="real">The real images.</param>
    /// <param name="drawn">The drawings, of the same number of features.</param>
    public Neighbourhoods(FeatureSet real, FeatureSet drawn)
    {
        (this.real, this.drawn) = (real, drawn);
        (ofReals, ofDrawings, between) = (Distances(real, real), Distances(drawn, drawn), Distances(real, drawn));
        (nearestOfReals, nearestOfDrawings) = (Nearest(real, ofReals), Nearest(drawn, ofDrawings));
    }

    /// <summary>The measures where patients count a number of times each.</summary>
    /// <param name="timesReal">Of the real images' patients.</param>
    /// <param name="timesDrawn">Of the drawings' patients.</param>
    /// <returns>Null where an image has fewer than k others of other patients in its set.</returns>
    public NeighbourhoodMeasures? Of(IReadOnlyList<int> timesReal, IReadOnlyList<int> timesDrawn)
    {
        var (weights, drawnWeights) = (Weights(real, timesReal), Weights(drawn, timesDrawn));
        if (Radii(ofReals, nearestOfReals, weights) is not { } radii || Radii(ofDrawings, nearestOfDrawings, drawnWeights) is not { } drawnRadii)
        {
            return null;
        }

        var (drawnIn, holding, realIn, covered) = (new bool[drawn.Count], 0.0, 0.0, 0.0);
        int[] drawings = [.. drawnWeights.Index().Where(weight => weight.Item > 0).Select(weight => weight.Index)];
        for (var i = 0; i < real.Count; i++)
        {
            if (weights[i] == 0)
            {
                continue;
            }

            var (row, radius, isIn, isCovered) = (between[i], radii[i], false, false);
            foreach (var j in drawings)
            {
                isIn |= row[j] <= drawnRadii[j];
                if (row[j] <= radius)
                {
                    isCovered = drawnIn[j] = true;
                    holding += (double)weights[i] * drawnWeights[j];
                }
            }

            realIn += isIn ? weights[i] : 0;
            covered += isCovered ? weights[i] : 0;
        }

        var (reals, total) = ((double)weights.Sum(), (double)drawnWeights.Sum());
        return new NeighbourhoodMeasures(
            drawings.Where(j => drawnIn[j]).Sum(j => drawnWeights[j]) / total,
            realIn / reals,
            weights.Count(weight => weight > 0) * holding / (reals * total * K),
            covered / reals);
    }

    private static int[] Weights(FeatureSet set, IReadOnlyList<int> times) => [.. set.OwnerOf.Select(owner => times[owner])];

    /// <summary>Squared, of the images that count; null where one has too few neighbours.</summary>
    private static double[]? Radii(double[][] distances, int[][] nearest, int[] weights)
    {
        var radii = new double[weights.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] == 0)
            {
                continue;
            }

            var (found, last) = (0, -1);
            for (var place = 0; place < nearest[i].Length && found < K; place++)
            {
                last = nearest[i][place];
                found += weights[last] > 0 ? 1 : 0;
            }

            if (found < K)
            {
                return null;
            }

            radii[i] = distances[i][last];
        }

        return radii;
    }

    /// <summary>For each image those of other patients, the nearest first.</summary>
    private static int[][] Nearest(FeatureSet set, double[][] distances) =>
    [
        .. Enumerable.Range(0, set.Count).Select(i =>
        {
            int[] others = [.. Enumerable.Range(0, set.Count).Where(j => set.OwnerOf[j] != set.OwnerOf[i])];
            Array.Sort(Array.ConvertAll(others, j => distances[i][j]), others);
            return others;
        }),
    ];

    /// <summary>Squared Euclidean distances.</summary>
    private static double[][] Distances(FeatureSet a, FeatureSet b) =>
    [
        .. a.Values.Select(x => b.Values.Select(y =>
        {
            var sum = 0.0;
            for (var i = 0; i < x.Length; i++)
            {
                sum += (x[i] - y[i]) * (x[i] - y[i]);
            }

            return sum;
        }).ToArray()),
    ];
}
