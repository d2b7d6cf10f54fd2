using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Segmentation;

namespace AsynDGAN.Core.Comparison;

/// <summary>A row against another, patient by patient: a line of comparisons.csv.</summary>
/// <param name="Row">The row of our method; of cross-drawn rows, the one that has one thing less.</param>
/// <param name="Against">The other row.</param>
/// <param name="Patients">Patients tested in both.</param>
/// <param name="Difference">Mean difference of Dice on kept slices.</param>
/// <param name="Low">Lower end of its 95% interval; undefined for fewer than 5 patients.</param>
/// <param name="High">Upper end.</param>
/// <param name="LowOneSided">Lower end of the one-sided 95% interval; undefined likewise, and where an earlier version wrote the line.</param>
/// <param name="P">Two-sided Wilcoxon signed-rank test; undefined where all differences are 0.</param>
/// <param name="PHolm">Adjusted over the family of all lines (Holm 1979), in which an undefined one counts as 1.</param>
/// <param name="AsGood">
/// Whether the row is not worse by the margin declared beforehand, 0.03 Dice: the one-sided interval lies above -0.03
/// (non-inferiority); never for fewer than 10 patients.
/// </param>
/// <param name="Hd95Patients">Patients whose HD95 (pooled) is defined in both.</param>
/// <param name="Hd95Difference">Its mean difference, in pixels.</param>
public sealed record PairedDifference(
    string Row, string Against, int Patients, double Difference, double? Low, double? High, double? LowOneSided, double? P, double? PHolm, bool AsGood,
    int Hd95Patients, double? Hd95Difference)
{
    /// <summary>The label of our method, whose row is compared with all others.</summary>
    public const string Ours = "AsynDGAN";

    /// <summary>The labels of cross-drawn sets: of fold runs' own masks, and of masks that they left out.</summary>
    public const string Folds = "Folds", Crossed = "Crossed";

    /// <summary>The margin of non-inferiority, in Dice.</summary>
    public const double Margin = 0.03;

    /// <summary>Patients below which nothing is called as good: the interval of so few is too narrow.</summary>
    public const int FewestPatients = 10;

    /// <summary>What is shown: "as good as", "not shown" or "too few patients".</summary>
    public string Judgement => AsGood ? "as good as" : Patients < FewestPatients ? Bootstrap.TooFew : "not shown";

    /// <summary>
    /// The steps from Real-All to drawings of masks that G has not seen, which are compared where sets were cross-drawn: drawings
    /// in place of images; half of the data; masks of patients whom G has not seen; tumours of other slices; heads that G has seen.
    /// </summary>
    private static readonly (ComparisonRow Row, ComparisonRow Against)[] steps =
    [
        (new(RowKind.OwnMasks, Label: Ours), new(RowKind.RealAll)),
        (new(RowKind.NewMasks, Label: Ours), new(RowKind.RealAll)),
        (new(RowKind.NewMasks, Label: Ours), new(RowKind.OwnMasks, Label: Ours)),
        (new(RowKind.OwnMasks, Label: Folds), new(RowKind.OwnMasks, Label: Ours)),
        (new(RowKind.OwnMasks, Label: Crossed), new(RowKind.OwnMasks, Label: Folds)),
        (new(RowKind.NewMasks, Label: Crossed), new(RowKind.OwnMasks, Label: Crossed)),
        (new(RowKind.NewMasks, Label: Folds), new(RowKind.NewMasks, Label: Crossed)),
    ];

    /// <summary>Our row against every other, and the steps of cross-drawn rows where there are any; of rows that are there.</summary>
    internal static IReadOnlyList<PairedDifference> Of(IReadOnlyList<PatientScore> scores)
    {
        var rows = scores.GroupBy(s => s.Row).ToDictionary(g => g.Key, g => g.ToArray());
        var ofOurs = rows.Keys.Where(row => row != Ours).Select(row => (Row: Ours, Against: row));
        var crossed = rows.ContainsKey(new ComparisonRow(RowKind.OwnMasks, Label: Crossed).Name);
        var ofSteps = crossed ? steps.Select(step => (Row: step.Row.Name, Against: step.Against.Name)) : [];
        var comparisons = ofOurs.Concat(ofSteps)
            .Where(pair => rows.ContainsKey(pair.Row) && rows.ContainsKey(pair.Against))
            .Select(pair => Between(rows[pair.Row], rows[pair.Against])).ToList();
        var adjusted = Holm.Adjust([.. comparisons.Select(c => c.P ?? 1)]);
        return [.. comparisons.Zip(adjusted, (c, p) => c with { PHolm = c.P is null ? null : p })];
    }

    private static PairedDifference Between(IReadOnlyList<PatientScore> ours, IReadOnlyList<PatientScore> other)
    {
        var (a, b) = Paired(ours, other, p => p.DiceKeptSlices);
        var (hdA, hdB) = Paired(ours, other, p => p.Hd95Pooled);
        var interval = Interval(Bootstrap.Level);

        // Below its lower end lie 5% of the resamples.
        var oneSided = Interval(1 - 2 * (1 - Bootstrap.Level));
        return new PairedDifference(
            ours[0].Row, other[0].Row, a.Count, a.Zip(b, (x, y) => x - y).Average(), interval?.Lower, interval?.Upper, oneSided?.Lower, WilcoxonSignedRank.Test(a, b).P, null,
            a.Count >= FewestPatients && oneSided is { Lower: > -Margin },
            hdA.Count, hdA.Count == 0 ? null : hdA.Zip(hdB, (x, y) => x - y).Average());

        ConfidenceInterval? Interval(double level) => a.Count < Bootstrap.FewestPatients
            ? null
            : Bootstrap.PairedDifference(a, b, Bootstrap.Resamples, level, SplitMix64.For(0, RandomPurpose.Bootstrap));
    }

    private static (IReadOnlyList<double> A, IReadOnlyList<double> B) Paired(
        IReadOnlyList<PatientScore> ours, IReadOnlyList<PatientScore> other, Func<PatientScore, double?> value)
    {
        var (a, b) = (TableRow.PerPatient(ours, value), TableRow.PerPatient(other, value));
        var both = a.Keys.Where(b.ContainsKey).ToArray();
        return ([.. both.Select(p => a[p])], [.. both.Select(p => b[p])]);
    }
}
