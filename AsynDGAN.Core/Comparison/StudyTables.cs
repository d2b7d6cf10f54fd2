using System.Globalization;
using System.Text;
using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;

namespace AsynDGAN.Core.Comparison;

/// <summary>The tables of a comparison.</summary>
/// <param name="Rows">One a training set, in the order of the paper's table.</param>
/// <param name="Comparisons">AsynDGAN against every other row; none where it is not there.</param>
/// <param name="Markdown">Both to be read, with what they rest on.</param>
/// <param name="Folder">Where the files are.</param>
public sealed record StudyTables(IReadOnlyList<TableRow> Rows, IReadOnlyList<RowComparison> Comparisons, string Markdown, string Folder)
{
    /// <summary>Sums up and writes results.csv, patients.csv, table.csv, comparisons.csv, table.md and the figures.</summary>
    internal static StudyTables Write(
        StudyFolder folder, Experiment experiment, DataPart part, IReadOnlyList<Replicate> replicates, IReadOnlyList<string> order,
        IReadOnlyList<TrainedRow> trainings, IReadOnlyList<SliceScore> scores)
    {
        var patients = PatientScore.Of(scores);
        var rows = order.Select(row => TableRow.Of(
            row, [.. trainings.Where(t => t.Row == row)], [.. scores.Where(s => s.Row == row)], Correlation(row, replicates))).ToList();
        var comparisons = RowComparison.Of(patients);
        var markdown = Text(experiment, part, trainings, rows, comparisons, Unit(scores));
        new CsvLog<SliceScore>(folder.File("results.csv")).Replace(scores);
        new CsvLog<PatientScore>(folder.File("patients.csv")).Replace(patients);
        new CsvLog<TableRow>(folder.File("table.csv")).Replace(rows);
        new CsvLog<RowComparison>(folder.File("comparisons.csv")).Replace(comparisons);
        AtomicFile.WriteText(folder.File("table.md"), markdown);
        AtomicFile.WriteBytes(folder.File("dice.png"), IntervalPlot.Render(
            "Dice, mean over patients, with 95% interval", [.. rows.Select(r => new LabelledInterval(r.Row, r.Dice, r.DiceLow, r.DiceHigh))]));
        return new StudyTables(rows, comparisons, markdown, folder.Root);
    }

    /// <summary>Sums up the scores of one network on data of its own, and writes the files of an evaluation.</summary>
    /// <param name="seen">Whether the network's training patients are among those scored.</param>
    internal static StudyTables WriteEvaluation(
        string folder, Experiment experiment, string network, IReadOnlyList<SliceScore> scores, bool seen, Provenance provenance)
    {
        var training = new TrainedRow(network, scores[0].Run, experiment.Data.SplitSeed, 0, 0, null, 0, null);
        TableRow[] rows = [TableRow.Of(network, [training], scores, correlation: null)];
        var markdown = $"""
            {Table(rows, Unit(scores))}
            {MarkdownText.Name(network)} on every case of {MarkdownText.Name(experiment.Data.Root!)}: {rows[0].Patients} patients, {rows[0].Slices} slices, on each image's own grid.{(seen ? " Its training patients are among them." : "")}

            {Reading(experiment)}

            """;
        Directory.CreateDirectory(folder);
        new CsvLog<SliceScore>(Path.Combine(folder, "results.csv")).Replace(scores);
        new CsvLog<PatientScore>(Path.Combine(folder, "patients.csv")).Replace(PatientScore.Of(scores));
        new CsvLog<TableRow>(Path.Combine(folder, "table.csv")).Replace(rows);
        AtomicFile.WriteText(Path.Combine(folder, "config.yaml"), ExperimentWriter.Write(experiment));
        provenance.Write(Path.Combine(folder, "provenance.json"));
        AtomicFile.WriteText(Path.Combine(folder, "table.md"), markdown);
        return new StudyTables(rows, [], markdown, folder);
    }

    /// <summary>Of distances: volumes are measured in three dimensions.</summary>
    private static string Unit(IEnumerable<SliceScore> scores) => scores.Any(score => score.OfVolume) ? "mm" : "px";

    /// <summary>Of the runs whose synthetic images a row is trained on.</summary>
    private static (double Training, double Validation)? Correlation(string row, IReadOnlyList<Replicate> replicates)
    {
        var label = replicates[0].Runs.Keys.FirstOrDefault(l => row == l || row == new ComparisonRow(TrainingSet.NewMasks, Label: l).Name);
        return label is null ? null : CopyingRecord.Of(replicates.SelectMany(r => r.Runs[label]));
    }

    private static string Text(
        Experiment experiment, DataPart part, IReadOnlyList<TrainedRow> trainings, IReadOnlyList<TableRow> rows, IReadOnlyList<RowComparison> comparisons,
        string unit)
    {
        var text = new StringBuilder();
        text.AppendLine(Table(rows, unit));
        Notes(text, experiment, part, trainings, rows);
        if (comparisons.Count > 0)
        {
            text.AppendLine();
            text.AppendLine($"| {RowComparison.Ours} against | patients | difference of Dice [95%] | p (Wilcoxon) | p (Holm) | within ±{N(RowComparison.Margin)} | HD95 difference, {unit} (patients) |");
            text.AppendLine("|---|---|---|---|---|---|---|");
            foreach (var c in comparisons)
            {
                text.AppendLine($"| {MarkdownText.Name(c.Against)} | {c.Patients} | {N(c.Difference)} {Interval(c.Low, c.High)} | {P(c.P)} | {P(c.PHolm)} "
                    + $"| {c.Judgement} | {N(c.Hd95Difference, "0.0")} ({c.Hd95Patients}) |");
            }
        }

        return text.ToString();
    }

    private static string Table(IReadOnlyList<TableRow> rows, string unit)
    {
        var text = new StringBuilder();
        text.AppendLine($"| training set | images | Dice per slice | Dice, mean over patients [95%] | ± trainings | all slices | whole patient [95%] | HD95, {unit} | undefined | copying: training, validation |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var r in rows)
        {
            text.AppendLine($"| {MarkdownText.Name(r.Row)} | {(r.TrainingImages > 0 ? r.TrainingImages : "")} | {N(r.DicePerSlice)} | {N(r.Dice)} {Interval(r.DiceLow, r.DiceHigh)} | {N(r.DiceDeviation)} "
                + $"| {N(r.DiceAllSlices)} | {N(r.DicePatient)} {Interval(r.DicePatientLow, r.DicePatientHigh)} | {N(r.Hd95Pooled, "0.0")} "
                + $"| {N(100 * r.UndefinedDistances, "0")}% | {(r.CorrelationTraining is null ? "" : $"{N(r.CorrelationTraining)}, {N(r.CorrelationValidation)}")} |");
        }

        if (rows.Any(r => r.Aji is not null))
        {
            text.AppendLine();
            text.AppendLine("| training set | AJI [95%] | AJI+ | detection quality | segmentation quality | panoptic quality |");
            text.AppendLine("|---|---|---|---|---|---|");
            foreach (var r in rows)
            {
                text.AppendLine($"| {MarkdownText.Name(r.Row)} | {(r.Aji is null ? "" : $"{N(r.Aji)} {Interval(r.AjiLow, r.AjiHigh)}")} | {N(r.AjiPlus)} | {N(r.DetectionQuality)} | {N(r.SegmentationQuality)} | {N(r.PanopticQuality)} |");
            }
        }

        return text.ToString();
    }

    private static void Notes(
        StringBuilder text, Experiment experiment, DataPart part, IReadOnlyList<TrainedRow> trainings, IReadOnlyList<TableRow> rows)
    {
        var options = experiment.Segmentation;
        var splits = trainings.Select(t => t.SplitSeed).Distinct().Order().ToList();
        text.AppendLine($"Tested on {rows[0].Patients} {part.ToString().ToLowerInvariant()} patients ({rows[0].Slices} slices, {splits.Count} split(s): {string.Join(", ", splits)}), "
            + $"on each image's own grid. Every row took {options.Steps} steps of {options.BatchSize} images (federated averaging as many at every site) "
            + "and is judged at its last step: rows differ in their training data only.");
        text.AppendLine();
        text.AppendLine($"{Reading(experiment)} {options.Seeds.Count} segmentation seed(s) and {splits.Count} split(s) are averaged per patient before. "
            + "Copying: correlation of fakes with the real images of the same conditions.");
        var thresholds = trainings.Where(t => t.Threshold is not null).Select(t => $"{t.Threshold} (split {t.SplitSeed})").Distinct().ToList();
        if (thresholds.Count > 0)
        {
            text.AppendLine();
            text.AppendLine($"The threshold on the first channel, from -1 to 1, takes what is {string.Join(", ", thresholds)}.");
        }

        foreach (var federated in trainings.Where(t => t.Bytes > 0).Take(1))
        {
            text.AppendLine();
            text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"Federated averaging moved {federated.Bytes / 1e6:0.0} MB in {options.Fedavg.Rounds} rounds."));
        }
    }

    private static string Reading(Experiment experiment) =>
        $"Dice per slice and its mean over patients are taken on slices with at least {experiment.Data.MinMaskPixels} mask pixels at {experiment.Data.ImageSize}x{experiment.Data.ImageSize}, the paper's way; "
        + "\"whole patient\" sums all slices. Both masks empty count as 1, one empty as 0; distances are then undefined, which the share of slices says. "
        + $"Intervals are percentile bootstraps over patients ({TableRow.Resamples:N0} resamples): they hold the variation of patients. "
        + $"From fewer than {Bootstrap.FewestPatients} patients there are none, and from fewer than {RowComparison.FewestPatients} nothing is called as good: \"{TableRow.TooFew}\".";

    private static string Interval(double? low, double? high) => low is null ? $"[{TableRow.TooFew}]" : $"[{N(low)}, {N(high)}]";

    private static string P(double? value) => value < 0.001 ? "<0.001" : N(value);

    private static string N(double? value, string format = "0.000") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
