using System.Globalization;
using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Comparison.Fidelity;

/// <summary>The measures of drawings to be read: table.md, fidelity.md and the report show the same.</summary>
/// <param name="Head">What was measured against what.</param>
/// <param name="Tables">One for each kind of features.</param>
/// <param name="Notes">How to read them, a paragraph each.</param>
public sealed record FidelityText(string Head, IReadOnlyList<TextTable> Tables, IReadOnlyList<string> Notes)
{
    private static readonly (string Name, string Shown)[] masks = [("own", "own masks"), ("new", "new masks")];

    /// <summary>All of it in Markdown.</summary>
    public string Markdown() => string.Join('\n', [MarkdownText.Name(Head) + "\n", .. Tables.Select(table => table.Markdown()), .. Notes.Select(note => note + "\n")]);

    /// <summary>The text of the measures.</summary>
    /// <param name="rows">The measures.</param>
    /// <param name="without">Sites that were left out; null: none.</param>
    /// <returns>Null where there are none.</returns>
    internal static FidelityText? Of(IReadOnlyList<FidelityRow> rows, IReadOnlyList<string>? without = null) => rows.Count == 0 ? null : new(
        HeadOf(rows, without ?? []), [.. rows.GroupBy(row => row.Features).Select(group => TableOf(group.Key, [.. group]))], [.. NotesOf(AreOfSeveral(rows))]);

    private static string HeadOf(IReadOnlyList<FidelityRow> rows, IReadOnlyList<string> without)
    {
        var runs = rows.Select(row => $"{row.HeldOutPatients} patients of {row.Part} ({row.Run.Split(", ")[0]})").Distinct();
        return $"Drawings against as many held-out real images: of {string.Join(", ", runs)}. "
            + (without.Count == 0 ? "" : $"They are patients of the sites that were learned from, none of {string.Join(", ", without)} (sites.without), whose patients rows are tested on. ")
            + "Own masks: drawings of training slices' own masks; new masks: of mixed ones, a tumour in another head or nuclei moved, and of deformed ones. "
            + (AreOfSeveral(rows)
                ? "Means over several splits or runs, the lowest and the highest behind them; in parentheses the mean floor, what as many real training images have. Each one's interval by patient is in fidelity.csv."
                : "In brackets the 95% interval by patient; in parentheses the floor, what as many real training images have.");
    }

    private static TextTable TableOf(string features, IReadOnlyList<FidelityRow> rows)
    {
        var measures = rows.Select(row => row.Measure).Distinct().ToList();
        return new TextTable(
            ["drawings", "masks", "images", .. measures.Select(measure => measure == FidelityMeasures.Frechet ? $"{measure} on {features}" : measure)],
            [
                .. rows.GroupBy(row => (row.Set, row.Masks)).Select(line => (IReadOnlyList<string>)
                [
                    line.Key.Set, masks.First(shown => shown.Name == line.Key.Masks).Shown, Range([.. line.Select(row => row.Images)]),
                    .. measures.Select(measure => line.Where(row => row.Measure == measure).ToList() switch { [] => "", [var one] => Cell(one), var several => Cell(several) }),
                ]),
            ]);
    }

    /// <summary>Whether sets are replicates of several splits or runs.</summary>
    private static bool AreOfSeveral(IEnumerable<FidelityRow> rows) => rows.GroupBy(row => row.Set).Any(set => set.Select(row => row.Run).Distinct().Count() > 1);

    private static string Range(IReadOnlyList<int> images) =>
        images.Min() == images.Max() ? FormattableString.Invariant($"{images[0]}") : FormattableString.Invariant($"{images.Min()} to {images.Max()}");

    /// <summary>A measure of several splits, or runs, with its floor; without those whose images are too few, which is said.</summary>
    private static string Cell(IReadOnlyList<FidelityRow> several)
    {
        var measured = several.Where(row => row.Value is not null).ToList();
        var lack = string.Join(" or ", several.Except(measured).Select(row => row.Lack).Distinct());
        return measured.Count == 0
            ? lack
            : $"{N(measured.Average(row => row.Value))}, {N(measured.Min(row => row.Value))} to {N(measured.Max(row => row.Value))} ({N(measured.Average(row => row.Floor))})"
                + (measured.Count == several.Count ? "" : $"; of {measured.Count} of {several.Count}, {lack} in the others");
    }

    private static string Cell(FidelityRow row) => row.Value is null
        ? row.Lack
        : $"{N(row.Value)} {(row.Low is null ? $"[{Bootstrap.TooFew}]" : $"[{N(row.Low)}, {N(row.High)}]")} ({N(row.Floor)})";

    private static IEnumerable<string> NotesOf(bool ofSeveral)
    {
        yield return $"Precision is the share of drawings in a real image's neighbourhood and recall the share of real images in a drawing's, both among {Neighbourhoods.K} neighbours of other patients; "
            + "density counts the neighbourhoods that a drawing lies in (1 for real images), coverage is the share of real images with a drawing in theirs. "
            + "KID leaves out pairs of one patient. A set as good as reals is as far as these are, not 0 or 1.";
        yield return $"Distances are taken of the features' z-scores on at most {FeatureScale.MostComponents} principal components, both fitted on real training images; "
            + $"covariances are shrunk (Ledoit and Wolf). Intervals{(ofSeveral ? ", in fidelity.csv," : "")} are of {FidelityMeasures.Resamples} resamples of the patients of both sides, about the measure; from fewer than {Bootstrap.FewestPatients} patients there are none.";
    }

    private static string N(double? value) => value?.ToString(Math.Abs(value.Value) switch { < 10 => "0.000", < 1000 => "0.0", _ => "0" }, CultureInfo.InvariantCulture) ?? "";
}
