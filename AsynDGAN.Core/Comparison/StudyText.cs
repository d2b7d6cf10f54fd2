using System.Globalization;
using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Comparison;

/// <summary>A comparison, or the evaluation of one network, to be read: table.md and the report show the same.</summary>
/// <param name="Scores">A line a training set.</param>
/// <param name="Nuclei">Likewise, where the data tell single nuclei apart.</param>
/// <param name="Notes">What the tables rest on, a paragraph each; names in them are as they are.</param>
/// <param name="Differences">AsynDGAN against every other training set, where it is there.</param>
/// <param name="Fidelity">How far the drawings are from real images, where there are drawings.</param>
/// <param name="Copies">How many of them are near-copies, likewise.</param>
public sealed record StudyText(TextTable Scores, TextTable? Nuclei, IReadOnlyList<string> Notes, TextTable? Differences, FidelityText? Fidelity, CopiesText? Copies)
{
    /// <summary>All of it in Markdown.</summary>
    public string Markdown()
    {
        string?[] blocks = [Scores.Markdown(), Nuclei?.Markdown(), .. Notes.Select(note => MarkdownText.Name(note) + "\n"), Differences?.Markdown(), Fidelity?.Markdown(), Copies?.Markdown()];
        return string.Join('\n', blocks.OfType<string>());
    }

    /// <summary>Of distances: volumes are measured in three dimensions.</summary>
    internal static string Unit(bool ofVolumes) => ofVolumes ? "mm" : "px";

    /// <summary>The text of a comparison.</summary>
    /// <param name="part">Whose patients were tested; null where an earlier version did not record it.</param>
    /// <param name="trainings">The networks of the rows; none where their records are no longer there, and what they tell is left out.</param>
    /// <param name="shown">Whether drawings show their masks.</param>
    internal static StudyText Of(
        Experiment experiment, string? part, IReadOnlyList<TrainedRow> trainings, IReadOnlyList<TableRow> rows, IReadOnlyList<PairedDifference> comparisons,
        IReadOnlyList<FidelityRow> fidelity, CopiesText? copies, IReadOnlyList<ShownMasks> shown, string unit) => new(
            ScoresOf(rows, unit),
            NucleiOf(rows),
            [.. trainings.Count == 0 ? [Reading(experiment, rows.FirstOrDefault())] : NotesOf(experiment, part, trainings, rows), .. comparisons.Count == 0 || comparisons.Any(IsOfEarlierRule) ? [] : new[] { Judging }, .. shown.Select(one => one.Note)],
            comparisons.Count == 0 ? null : DifferencesOf(comparisons, unit),
            FidelityText.Of(fidelity, experiment.Sites.Without),
            copies);

    /// <summary>The text of an evaluation.</summary>
    /// <param name="seen">Whether the network's training patients are among those scored.</param>
    /// <param name="leftOut">How many pictures, files or cases could not be used.</param>
    internal static StudyText OfEvaluation(Experiment experiment, string network, IReadOnlyList<TableRow> rows, string unit, bool seen, int leftOut) => new(
        ScoresOf(rows, unit),
        NucleiOf(rows),
        [
            $"{network} on every case of {experiment.Data.Root}{(leftOut == 0 ? "" : $" that can be used ({leftOut} {(leftOut == 1 ? "is" : "are")} left out)")}: {rows[0].Patients} patients, {rows[0].Slices} slices, on each image's own grid.{(seen ? " Its training patients are among them." : "")}",
            Reading(experiment, rows[0]),
        ],
        Differences: null,
        Fidelity: null,
        Copies: null);

    private static TextTable ScoresOf(IReadOnlyList<TableRow> rows, string unit)
    {
        var severalSplits = rows.Any(r => r.DiceSplitLow is not null);
        return new(
            [
                "training set", "images", "Dice per slice", "Dice, mean over patients [95%]", "± trainings", .. severalSplits ? ["splits, lowest to highest"] : Array.Empty<string>(),
                "all slices", "whole patient [95%]", $"HD95, {unit}", "undefined", "copying: training, validation",
            ],
            [
                .. rows.Select(r => (string[])
                [
                    r.Row, r.TrainingImages > 0 ? N(r.TrainingImages, "0.#") : "", N(r.DicePerSlice), $"{N(r.Dice)} {Interval(r.DiceLow, r.DiceHigh)}", N(r.DiceDeviation),
                    .. severalSplits ? [r.DiceSplitLow is null ? "" : $"{N(r.DiceSplitLow)} to {N(r.DiceSplitHigh)}"] : Array.Empty<string>(),
                    N(r.DiceAllSlices), $"{N(r.DicePatient)} {Interval(r.DicePatientLow, r.DicePatientHigh)}", N(r.Hd95Pooled, "0.0"),
                    $"{N(100 * r.UndefinedDistances, "0")}%", r.CorrelationTraining is null ? "" : $"{N(r.CorrelationTraining)}, {(r.CorrelationValidation is null ? "none" : N(r.CorrelationValidation))}{Epochs(r)}",
                ]),
            ]);
    }

    private static TextTable? NucleiOf(IReadOnlyList<TableRow> rows) => rows.All(r => r.Aji is null) ? null : new(
        ["training set", "AJI [95%]", "AJI+", "detection quality", "segmentation quality", "panoptic quality"],
        [
            .. rows.Select(r => new[]
            {
                r.Row, r.Aji is null ? "" : $"{N(r.Aji)} {Interval(r.AjiLow, r.AjiHigh)}", N(r.AjiPlus), N(r.DetectionQuality), N(r.SegmentationQuality), N(r.PanopticQuality),
            }),
        ]);

    private static TextTable DifferencesOf(IReadOnlyList<PairedDifference> comparisons, string unit) => new(
        [
            comparisons.All(c => c.Row == PairedDifference.Ours) ? $"{PairedDifference.Ours} against" : "row against row", "patients", "difference of Dice [95%]", "p (Wilcoxon)", "p (Holm)", $"as good as, within {N(PairedDifference.Margin)}",
            $"HD95 difference, {unit} (patients)",
        ],
        [
            .. comparisons.Select(c => new[]
            {
                comparisons.All(other => other.Row == PairedDifference.Ours) ? c.Against : $"{c.Row} against {c.Against}", N(c.Patients, "0"), $"{N(c.Difference)} {Interval(c.Low, c.High)}", P(c.P), P(c.PHolm), c.Judgement,
                $"{N(c.Hd95Difference, "0.0")} ({c.Hd95Patients})",
            }),
        ]);

    private static IEnumerable<string> NotesOf(Experiment experiment, string? part, IReadOnlyList<TrainedRow> trainings, IReadOnlyList<TableRow> rows)
    {
        var options = experiment.Segmentation;
        var splits = trainings.Select(t => t.SplitSeed).Distinct().Order().ToList();
        yield return $"Tested on {rows[0].Patients} {(part is null ? "" : part + " ")}patients ({rows[0].Slices} slices, {Counted(splits.Count, "split")}: {string.Join(", ", splits)}), "
            + $"on each image's own grid. Every row took {options.Steps} steps of {options.BatchSize} images (federated averaging as many at every site{(trainings.Any(t => t.Threshold is not null) ? "; the threshold, which is looked for, none" : "")}) "
            + "and is judged at its last step: rows differ in their training data only.";
        yield return $"{Reading(experiment, rows[0])} {Counted(options.Seeds.Count, "segmentation seed")} and {Counted(splits.Count, "split")} are averaged per patient before. "
            + (splits.Count == 1 ? "" : "Images are the mean over the trainings. ")
            + "Copying: correlation of fakes with the real images of the same conditions"
            + (rows.Any(r => r is { CorrelationTraining: not null, CorrelationValidation: null }) ? " (none where there are no validation patients)" : "")
            + (rows.Any(r => r.CorrelationEpoch is not null) ? "; where epochs stand beside it, it was last measured after another epoch than the weights'." : ".");
        if (experiment.Sites.Without.Count > 0)
        {
            yield return $"Left out (sites.without): {string.Join(", ", experiment.Sites.Without)}. Nothing of these sites was trained on, and all tested patients are theirs.";
        }

        if (options.Images != default)
        {
            var cut = trainings.Select(t => $"{t.TrainingImages} (split {t.SplitSeed})").Distinct();
            yield return $"Every row's training images were cut to equal numbers (segmentation.images: {options.Images}), chosen by chance and spread over the sites: {string.Join(", ", cut)}. A pooled set tells no sites and is cut by chance alone.";
        }

        var thresholds = trainings.Where(t => t.Threshold is not null).Select(t => $"{t.Threshold} (split {t.SplitSeed})").Distinct().ToList();
        if (thresholds.Count > 0)
        {
            yield return $"The threshold on the first channel, from -1 to 1, takes what is {string.Join(", ", thresholds)}.";
        }

        foreach (var federated in trainings.Where(t => t.Bytes > 0).Take(1))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Federated averaging moved {federated.Bytes / 1e6:0.0} MB in {options.Fedavg.Rounds} rounds.");
        }
    }

    private static string Reading(Experiment experiment, TableRow? row) =>
        $"Dice per slice and its mean over patients are taken on slices with at least {experiment.Data.MinMaskPixels} mask pixels at {experiment.Data.ImageSize}x{experiment.Data.ImageSize}, the paper's way{Kept(row)}; "
        + "\"whole patient\" sums all slices. Both masks empty count as 1, one empty as 0; distances are then undefined, which the share of slices says. "
        + $"Intervals are percentile bootstraps over patients ({Bootstrap.Resamples:N0} resamples): they hold the variation of patients. "
        + $"From fewer than {Bootstrap.FewestPatients} patients there are none, and from fewer than {PairedDifference.FewestPatients} nothing is called as good: \"{Bootstrap.TooFew}\".";

    /// <summary>Of whom these are where not of all; an earlier version did not keep it.</summary>
    private static string Kept(TableRow? row) =>
        row?.DicePatients is null || row.DicePatients == row.Patients ? "" : $" ({row.DicePatients} of the {row.Patients} patients have such slices, {row.DiceSlices} of the {row.Slices})";

    private static string Counted(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static string Judging =>
        $"\"As good as\": the difference's lower end lies above -{N(PairedDifference.Margin)}, a margin declared beforehand, at one-sided 95% (non-inferiority). The p-values are adjusted over all rows by Holm's method.";

    /// <summary>An earlier version judged by the interval either way, and kept no one-sided one.</summary>
    private static bool IsOfEarlierRule(PairedDifference comparison) => comparison is { Low: not null, LowOneSided: null };

    private static string Interval(double? low, double? high) => low is null ? $"[{Bootstrap.TooFew}]" : $"[{N(low)}, {N(high)}]";

    private static string Epochs(TableRow row) => row.CorrelationEpoch is null ? "" : $" (after epoch {N(row.CorrelationEpoch, "0")}, weights of epoch {N(row.WeightsEpoch, "0")})";

    private static string P(double? value) => value < 0.001 ? "<0.001" : N(value);

    private static string N(double? value, string format = "0.000") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
