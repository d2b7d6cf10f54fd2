using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Mixture;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Comparison.Fidelity;

/// <summary>How many of some drawings are near-copies: a line of near-copies.csv.</summary>
/// <param name="Set">The label of the synthetic set.</param>
/// <param name="Run">Which of the label's sets, and its split; "all" where several are taken together.</param>
/// <param name="Masks">own: the drawings of slices' own masks; new: those of mixed or deformed ones.</param>
/// <param name="Drawings">How many.</param>
/// <param name="Patients">Whose heads they have.</param>
/// <param name="HeldOut">Different held-out real slices that give the thresholds, of all sets together: each set has a threshold of its own.</param>
/// <param name="HeldOutPatients">Of so many patients.</param>
/// <param name="Correlation">With the drawings' own slices, inside the head, away from its outline and without the object; undefined for new masks.</param>
/// <param name="NearCopies">The share; undefined where there are too few held-out slices.</param>
/// <param name="Low">Lower end of its 95% interval by patient; undefined for fewer than 5 patients.</param>
/// <param name="High">Upper end.</param>
/// <param name="FewestHeldOut">Held-out slices of the set that has fewest; undefined in tables of earlier versions.</param>
public sealed record NearCopyRow(
    string Set, string Run, string Masks, int Drawings, int Patients, int HeldOut, int HeldOutPatients, double? Correlation, double? NearCopies, double? Low, double? High, double? FewestHeldOut)
{
    /// <summary>Of several runs together.</summary>
    internal const string AllRuns = "all";

    /// <summary>A row a run, then where a label has several runs one of all, for own and for new masks.</summary>
    internal static IReadOnlyList<NearCopyRow> Of(IReadOnlyList<MeasuredSet> sets) =>
    [
        .. sets.Where(set => set.Drawings.Count > 0).GroupBy(set => (set.Drawings[0].Set, set.Drawings[0].Masks)).SelectMany(row =>
        {
            var runs = row.GroupBy(set => set.Drawings[0].Run).ToList();
            return runs.Select(run => Of(run.Key, [.. run])).Concat(runs.Count > 1 ? [Of(AllRuns, [.. row])] : []);
        }),
    ];

    private static NearCopyRow Of(string run, IReadOnlyList<MeasuredSet> sets)
    {
        DrawingRow[] drawings = [.. sets.SelectMany(set => set.Drawings)];
        var known = drawings.All(drawing => drawing.IsNearCopy is not null);
        var interval = known ? Interval(sets) : null;
        return new NearCopyRow(
            drawings[0].Set, run, drawings[0].Masks, drawings.Length, drawings.Select(drawing => drawing.Patient).Distinct().Count(),
            sets.SelectMany(set => set.HeldOut).Select(slice => (slice.Patient, slice.Slice)).Distinct().Count(), sets.SelectMany(set => set.HeldOut).Select(slice => slice.Patient).Distinct().Count(),
            drawings.Average(drawing => drawing.Correlation), known ? drawings.Average(drawing => drawing.IsNearCopy == true ? 1.0 : 0) : null,
            interval?.Lower, interval?.Upper, sets.Min(set => set.HeldOut.Count));
    }

    /// <summary>
    /// The patients of the drawings and those of the held-out slices are drawn anew, with replacement, so that the interval holds
    /// what the thresholds rest on, too. A set of which no held-out patient is drawn has no threshold in that resample, and is left out of it.
    /// </summary>
    private static ConfidenceInterval? Interval(IReadOnlyList<MeasuredSet> sets)
    {
        string[] drawn = Names(sets.SelectMany(set => set.Drawings).Select(drawing => drawing.Patient));
        string[] heldOut = Names(sets.SelectMany(set => set.HeldOut).Select(slice => slice.Patient));
        if (Math.Min(drawn.Length, heldOut.Length) < Bootstrap.FewestPatients)
        {
            return null;
        }

        var placed = sets.Select(set => (
            Drawings: set.Drawings.Select(drawing => (Patient: Place(drawn, drawing.Patient), drawing.Distance)).ToArray(),
            HeldOut: set.HeldOut.OrderBy(slice => slice.Distance).Select(slice => Place(heldOut, slice.Patient)).ToArray(),
            Distances: set.HeldOut.Select(slice => slice.Distance).Order().ToArray())).ToList();
        var random = SplitMix64.For(0, RandomPurpose.Bootstrap);
        var shares = new List<double>();
        for (var resample = 0; resample < Bootstrap.Resamples; resample++)
        {
            var (times, timesHeldOut, near, all) = (Bootstrap.Times(drawn.Length, random), Bootstrap.Times(heldOut.Length, random), 0L, 0L);
            foreach (var set in placed.Where(set => set.HeldOut.Any(patient => timesHeldOut[patient] > 0)))
            {
                var threshold = Core.Fidelity.NearCopies.Threshold(set.Distances, Array.ConvertAll(set.HeldOut, patient => timesHeldOut[patient]));
                foreach (var (patient, distance) in set.Drawings)
                {
                    all += times[patient];
                    near += distance < threshold ? times[patient] : 0;
                }
            }

            if (all > 0)
            {
                shares.Add(near / (double)all);
            }
        }

        const double Tail = 100 * (1 - Bootstrap.Level) / 2;
        return new ConfidenceInterval(shares.Average(), Percentile.Of(shares, Tail), Percentile.Of(shares, 100 - Tail));

        static string[] Names(IEnumerable<string> patients) => [.. patients.Distinct().Order(StringComparer.Ordinal)];

        static int Place(string[] names, string name) => Array.BinarySearch(names, name, StringComparer.Ordinal);
    }
}
