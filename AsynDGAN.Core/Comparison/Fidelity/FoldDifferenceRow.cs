using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Comparison.Fidelity;

/// <summary>
/// What having seen a slice makes: drawings of the same slices' own masks by generators that were trained on them, and by
/// generators that were not. A line of fold-difference.csv.
/// </summary>
/// <param name="Seen">The label of the sets whose generators were trained on the slices.</param>
/// <param name="Unseen">The label of those whose generators left their patients out.</param>
/// <param name="Patients">Patients of the slices.</param>
/// <param name="Slices">Slices that both have drawn.</param>
/// <param name="CorrelationSeen">With the real slice, inside the head, away from its outline and without the object: the mean over patients of the mean over their slices.</param>
/// <param name="CorrelationUnseen">Likewise.</param>
/// <param name="Difference">The former less the latter.</param>
/// <param name="Low">Lower end of its 95% interval by patient; undefined for fewer than 5 patients.</param>
/// <param name="High">Upper end.</param>
public sealed record FoldDifferenceRow(
    string Seen, string Unseen, int Patients, int Slices, double CorrelationSeen, double CorrelationUnseen, double Difference, double? Low, double? High)
{
    /// <summary>Every label of seen slices against every label of unseen ones.</summary>
    internal static IReadOnlyList<FoldDifferenceRow> Of(IEnumerable<DrawingRow> drawings)
    {
        var own = drawings.Where(drawing => drawing.Correlation is not null).GroupBy(drawing => drawing.Set).ToList();
        var unseen = own.Where(label => label.All(drawing => !drawing.Seen)).ToList();
        return [.. own.Where(label => label.All(drawing => drawing.Seen)).SelectMany(seen => unseen.Select(other => Between([.. seen], [.. other])).OfType<FoldDifferenceRow>())];
    }

    private static FoldDifferenceRow? Between(IReadOnlyList<DrawingRow> seen, IReadOnlyList<DrawingRow> unseen)
    {
        // Of one split: a patient may be of several slices, and a slice be drawn in several runs and more than once.
        var (a, b) = (BySlice(seen), BySlice(unseen));
        var both = a.Keys.Where(b.ContainsKey).ToList();
        if (both.Count == 0)
        {
            return null;
        }

        var patients = both.GroupBy(slice => slice.Patient).OrderBy(patient => patient.Key, StringComparer.Ordinal)
            .Select(patient => (Seen: patient.Average(slice => a[slice]), Unseen: patient.Average(slice => b[slice]))).ToList();
        double[] ofSeen = [.. patients.Select(patient => patient.Seen)], ofUnseen = [.. patients.Select(patient => patient.Unseen)];
        var interval = patients.Count < Bootstrap.FewestPatients
            ? null
            : Bootstrap.PairedDifference(ofSeen, ofUnseen, Bootstrap.Resamples, Bootstrap.Level, SplitMix64.For(0, RandomPurpose.Bootstrap));
        return new FoldDifferenceRow(
            seen[0].Set, unseen[0].Set, patients.Count, both.Select(slice => slice.Slice).Distinct().Count(), ofSeen.Average(), ofUnseen.Average(), ofSeen.Average() - ofUnseen.Average(),
            interval?.Lower, interval?.Upper);
    }

    /// <summary>By split, which begins a run's name, since a patient of one split's training part may be held out in another.</summary>
    private static Dictionary<(string Split, string Patient, string Slice), double> BySlice(IEnumerable<DrawingRow> drawings) => drawings
        .GroupBy(drawing => (drawing.Run.Split(", ")[0], drawing.Patient, drawing.Slice)).ToDictionary(slice => slice.Key, slice => slice.Average(drawing => drawing.Correlation!.Value));
}
