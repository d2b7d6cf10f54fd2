using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Segmentation.Metrics;

/// <summary>How well single objects were found, each measure in [0, 1]; null where it is undefined, as all are for two empty maps.</summary>
/// <param name="Aji">
/// Aggregated Jaccard index (Kumar et al. 2017): every object of the reference takes the prediction of its largest IoU, which
/// others may take as well.
/// </param>
/// <param name="AjiPlus">The same with a one-to-one assignment of the largest sum of IoU (Graham et al. 2019).</param>
/// <param name="Detection">DQ, 2 TP / (2 TP + FP + FN); a match has an IoU above 0.5 (Kirillov et al. 2019).</param>
/// <param name="Segmentation">SQ, mean IoU of the matches; null without one.</param>
/// <param name="Panoptic">PQ, the sum of the matches' IoU over TP + FP / 2 + FN / 2.</param>
public sealed record InstanceQuality(double? Aji, double? AjiPlus, double? Detection, double? Segmentation, double? Panoptic)
{
    private const double Match = 0.5;

    /// <exception cref="ArgumentException">The sizes of the pictures differ.</exception>
    public static InstanceQuality Between(InstanceMap prediction, InstanceMap reference)
    {
        var overlaps = new InstanceOverlaps(prediction, reference);
        var (predicted, referred) = (overlaps.PredictionSizes.Length, overlaps.ReferenceSizes.Length);
        if (predicted + referred == 0)
        {
            return new InstanceQuality(null, null, null, null, null);
        }

        // An object matches one other at most, since more than half of the union is shared.
        var matches = overlaps.Pairs.Where(pair => pair.IoU > Match).Select(pair => pair.IoU).ToArray();
        var half = (predicted + referred) / 2.0;
        return new InstanceQuality(
            AggregatedJaccard(overlaps, Nearest(overlaps)), AggregatedJaccard(overlaps, OneToOne(overlaps)),
            matches.Length / half, matches.Length == 0 ? null : matches.Average(), matches.Sum() / half);
    }

    /// <summary>Intersections over unions of the pairs; what is in none adds its size to the unions.</summary>
    private static double AggregatedJaccard(InstanceOverlaps overlaps, IReadOnlyList<InstancePair> pairs)
    {
        var (paired, taken) = (pairs.Select(pair => pair.Reference).ToHashSet(), pairs.Select(pair => pair.Prediction).ToHashSet());
        var union = pairs.Sum(pair => pair.Union)
            + overlaps.ReferenceSizes.Where((_, at) => !paired.Contains(at)).Sum()
            + overlaps.PredictionSizes.Where((_, at) => !taken.Contains(at)).Sum();
        return (double)pairs.Sum(pair => pair.Intersection) / union;
    }

    private static InstancePair[] Nearest(InstanceOverlaps overlaps) =>
        [.. overlaps.Pairs.GroupBy(pair => pair.Reference).Select(pairs => pairs.OrderBy(pair => pair.Prediction).MaxBy(pair => pair.IoU))];

    private static InstancePair[] OneToOne(InstanceOverlaps overlaps)
    {
        // Only what overlaps at all takes part; empty columns let every row be without one.
        var rows = overlaps.Pairs.Select(pair => pair.Reference).Distinct().Order().ToArray();
        var columns = overlaps.Pairs.Select(pair => pair.Prediction).Distinct().Order().ToArray();
        var ious = new double[rows.Length, columns.Length + rows.Length];
        foreach (var pair in overlaps.Pairs)
        {
            ious[Array.BinarySearch(rows, pair.Reference), Array.BinarySearch(columns, pair.Prediction)] = pair.IoU;
        }

        var chosen = LinearAssignment.Maximise(ious).Select((column, row) => (rows[row], column < columns.Length ? columns[column] : -1)).ToHashSet();
        return [.. overlaps.Pairs.Where(pair => chosen.Contains((pair.Reference, pair.Prediction)))];
    }
}
