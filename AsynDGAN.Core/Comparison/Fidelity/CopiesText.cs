using System.Globalization;
using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Comparison.Fidelity;

/// <summary>Copying, over all sites, to be read: table.md and the report show the same.</summary>
/// <param name="Tables">Near-copies, then what having seen a slice makes, where there are folds.</param>
/// <param name="Notes">How to read them, a paragraph each.</param>
public sealed record CopiesText(IReadOnlyList<TextTable> Tables, IReadOnlyList<string> Notes)
{
    /// <summary>All of it in Markdown.</summary>
    public string Markdown() => string.Join('\n', [.. Tables.Select(table => table.Markdown()), .. Notes.Select(note => MarkdownText.Name(note) + "\n")]);

    /// <summary>The text of what was measured.</summary>
    /// <param name="copies">Near-copies.</param>
    /// <param name="differences">What having seen a slice makes.</param>
    /// <param name="without">Sites that were left out; null: none.</param>
    /// <returns>Null where nothing was.</returns>
    internal static CopiesText? Of(IReadOnlyList<NearCopyRow> copies, IReadOnlyList<FoldDifferenceRow> differences, IReadOnlyList<string>? without = null) => copies.Count == 0 ? null : new(
        differences.Count == 0 ? [TableOf(copies)] : [TableOf(copies), TableOf(differences)],
        [.. NotesOf(differences.Count > 0, without ?? [])]);

    private static TextTable TableOf(IReadOnlyList<NearCopyRow> rows)
    {
        var severalRuns = rows.Any(row => row.Run == NearCopyRow.AllRuns);
        return new TextTable(
            ["drawings", "masks", "images", "patients", "near-copies [95%]", "correlation with the own slice"],
            [
                .. rows.Select(row => new[]
                {
                    severalRuns ? $"{row.Set} ({row.Run})" : row.Set, row.Masks == DrawingRow.OwnMasks ? "own masks" : "new masks", N(row.Drawings, "0"), N(row.Patients, "0"),
                    row.NearCopies is null ? $"{N(row.FewestHeldOut ?? row.HeldOut, "0")} held-out slices are too few: it takes {Core.Fidelity.NearCopies.FewestHeldOut}" : $"{N(row.NearCopies)} {Interval(row.Low, row.High)}", N(row.Correlation),
                }),
            ]);
    }

    private static TextTable TableOf(IReadOnlyList<FoldDifferenceRow> rows) => new(
        ["seen by the generator", "not seen", "patients", "slices", "correlation, seen", "not seen", "difference [95%]"],
        [
            .. rows.Select(row => new[]
            {
                row.Seen, row.Unseen, N(row.Patients, "0"), N(row.Slices, "0"), N(row.CorrelationSeen), N(row.CorrelationUnseen),
                $"{N(row.Difference)} {Interval(row.Low, row.High)}",
            }),
        ])
    {
        Names = 2,
    };

    private static IEnumerable<string> NotesOf(bool folds, IReadOnlyList<string> without)
    {
        yield return "A near-copy is nearer to a real image that its generator was trained on, at whichever site, than 5 in 100 held-out slices are to those of other patients: "
            + $"{N(Core.Fidelity.NearCopies.Chance, "0.00")} is chance. The distance is 1 less the correlation inside the head (or what else objects lie upon) away from its outline and without the object, which the condition gives; the least over shifts of 2 pixels of 64 and both sides.";
        if (without.Count > 0)
        {
            yield return $"Held-out slices are those of the sites that were learned from, none of {string.Join(", ", without)} (sites.without), whose patients rows are tested on.";
        }

        if (folds)
        {
            yield return "The same slices' own masks, drawn by generators that were trained on them and by those that left their patients out: the correlation with the real slice. What of it is copied is the difference.";
        }
    }

    private static string Interval(double? low, double? high) => low is null ? $"[{Bootstrap.TooFew}]" : $"[{N(low)}, {N(high)}]";

    private static string N(double? value, string format = "0.000") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
