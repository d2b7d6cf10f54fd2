using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Core.Comparison;

/// <summary>The tables of a comparison.</summary>
/// <param name="Rows">One a training set, in the order of the paper's table.</param>
/// <param name="Comparisons">AsynDGAN against every other row; none where it is not there.</param>
/// <param name="Markdown">Both to be read, with what they rest on.</param>
/// <param name="Folder">Where the files are.</param>
public sealed record StudyTables(IReadOnlyList<TableRow> Rows, IReadOnlyList<PairedDifference> Comparisons, string Markdown, string Folder)
{
    /// <summary>The file of the scores of all patients of sites that were left out.</summary>
    internal const string AllPatients = "all-patients.csv";

    private const string Panel = "panel.png";

    /// <summary>
    /// Sums up and writes results.csv, patients.csv, table.csv, comparisons.csv, fidelity.csv, the files of copying, shown-masks.csv, notes.csv, table.md and the
    /// figures, with config.yaml and provenance.json: all or nothing.
    /// </summary>
    /// <param name="folder">Where.</param>
    /// <param name="experiment">The configuration.</param>
    /// <param name="part">Whose patients the tables are of.</param>
    /// <param name="replicates">Splits with their sets.</param>
    /// <param name="order">The rows.</param>
    /// <param name="trainings">Their networks.</param>
    /// <param name="scores">Of the part's patients.</param>
    /// <param name="scored">Of all that were scored: where sites are left out, of all their patients, which all-patients.csv tells.</param>
    /// <param name="drawings">What was measured of the drawings.</param>
    /// <param name="panel">Typical cases, a PNG, where there are any.</param>
    /// <param name="provenance">Of this comparison, which has ended.</param>
    internal static StudyTables Write(
        StudyFolder folder, Experiment experiment, DataPart part, IReadOnlyList<Replicate> replicates, IReadOnlyList<string> order,
        IReadOnlyList<TrainedRow> trainings, IReadOnlyList<SliceScore> scores, IReadOnlyList<SliceScore> scored, DrawingMeasures drawings, byte[]? panel, Provenance provenance)
    {
        var patients = PatientScore.Of(scores);
        var rows = order.Select(row =>
        {
            var copying = CopyingOf(row, replicates);
            return TableRow.Of(
                row, [.. trainings.Where(t => t.Row == row)], [.. scores.Where(s => s.Row == row)], copying is null ? null : (copying.Training, copying.Validation),
                copying is null ? null : Epochs(RunsOf(row, replicates)));
        }).ToList();
        var comparisons = PairedDifference.Of(patients);
        var text = StudyText.Of(experiment, part.ToString().ToLowerInvariant(), trainings, rows, comparisons, drawings.Fidelity,
            CopiesText.Of(drawings.Copies.NearCopies, drawings.Copies.Differences, experiment.Sites.Without), drawings.Shown, Unit(scores));
        text = text with { Notes = [.. text.Notes, .. drawings.Notes] };
        var markdown = text.Markdown();
        FolderKind.Comparison.Add(folder.Root, whole =>
        {
            string File(string name) => Path.Combine(whole, name);
            new CsvLog<SliceScore>(File("results.csv")).Replace(scores);
            new CsvLog<PatientScore>(File("patients.csv")).Replace(patients);
            if (experiment.Sites.Without.Count > 0)
            {
                new CsvLog<PatientScore>(File(AllPatients)).Replace(PatientScore.Of(scored));
            }

            new CsvLog<TableRow>(File("table.csv")).Replace(rows);
            new CsvLog<ShownMasks>(File(ShownMasks.File)).Replace(drawings.Shown);
            new CsvLog<PairedDifference>(File("comparisons.csv")).Replace(comparisons);
            new CsvLog<FidelityRow>(File("fidelity.csv")).Replace(drawings.Fidelity);
            drawings.Copies.Write(whole);
            new CsvLog<StudyNote>(File(StudyNote.File)).Replace([.. text.Notes.Select(note => new StudyNote(note))]);
            AtomicFile.WriteText(File("config.yaml"), ExperimentWriter.Write(experiment));
            provenance.Write(File("provenance.json"));
            AtomicFile.WriteText(File("table.md"), markdown);
            AtomicFile.WriteBytes(File("dice.png"), IntervalPlot.Render(
                "Dice, mean over patients" + (rows.Any(r => r.DiceLow is not null) ? ", with 95% interval" : ""), [.. rows.Select(r => new LabelledInterval(r.Row, r.Dice, r.DiceLow, r.DiceHigh))]));
            if (panel is not null)
            {
                AtomicFile.WriteBytes(File(Panel), panel);
            }
        }, [AllPatients, Panel, .. LeaveOneSiteOutTable.Files, CopyMeasures.Sheets]);
        return new StudyTables(rows, comparisons, markdown, folder.Root);
    }

    /// <summary>Sums up the scores of one network on data of its own, and writes the files of an evaluation.</summary>
    /// <param name="seen">Whether the network's training patients are among those scored.</param>
    /// <param name="leftOut">How many pictures, files or cases could not be used.</param>
    internal static StudyTables WriteEvaluation(
        string folder, Experiment experiment, string network, IReadOnlyList<SliceScore> scores, bool seen, int leftOut, Provenance provenance)
    {
        var training = new TrainedRow(network, scores[0].Run, experiment.Data.SplitSeed, 0, 0, null, 0, null);
        TableRow[] rows = [TableRow.Of(network, [training], scores, correlation: null)];
        var markdown = StudyText.OfEvaluation(experiment, network, rows, Unit(scores), seen, leftOut).Markdown();
        FolderKind.Evaluation.Replace(folder, whole =>
        {
            new CsvLog<SliceScore>(Path.Combine(whole, "results.csv")).Replace(scores);
            new CsvLog<PatientScore>(Path.Combine(whole, "patients.csv")).Replace(PatientScore.Of(scores));
            new CsvLog<TableRow>(Path.Combine(whole, "table.csv")).Replace(rows);
            AtomicFile.WriteText(Path.Combine(whole, "config.yaml"), ExperimentWriter.Write(experiment));
            provenance.Write(Path.Combine(whole, "provenance.json"));
            AtomicFile.WriteText(Path.Combine(whole, "table.md"), markdown);
        });
        return new StudyTables(rows, [], markdown, folder);
    }

    private static string Unit(IEnumerable<SliceScore> scores) => StudyText.Unit(scores.Any(score => score.OfVolume));

    /// <summary>Of the runs whose synthetic images a row is trained on; none of a run whose weights have not drawn them.</summary>
    internal static IReadOnlyList<string> RunsOf(string row, IReadOnlyList<Replicate> replicates) =>
        [.. SetsOf(row, replicates).Where(set => set.OtherWeights is null).Select(set => set.Run).OfType<string>().Distinct()];

    /// <summary>What was measured of copying by the runs of the sets that a row is trained on; null unless it was by every set's.</summary>
    internal static CopyingRecord? CopyingOf(string row, IReadOnlyList<Replicate> replicates) =>
        SetsOf(row, replicates).All(set => set.Run is not null && set.OtherWeights is null) ? CopyingRecord.Of(RunsOf(row, replicates)) : null;

    /// <summary>The sets whose images alone a row is trained on.</summary>
    private static IReadOnlyList<GivenSet> SetsOf(string row, IReadOnlyList<Replicate> replicates)
    {
        RowKind[] drawn = [RowKind.Synthetic, RowKind.OwnMasks, RowKind.NewMasks];
        var label = replicates[0].Sets.Keys.FirstOrDefault(l => drawn.Any(set => row == new ComparisonRow(set, Label: l).Name));
        return label is null ? [] : [.. replicates.SelectMany(r => r.Sets[label])];
    }

    /// <summary>After which epoch a run's copying was measured, and its weights' own, where they are farthest apart; null where each is one.</summary>
    internal static (int Measured, int Weights)? Epochs(IReadOnlyList<string> runs) => runs
        .Select(run => (Measured: CopyingRecord.Of([run])?.Epoch, Weights: Checkpoint.FindState(RunFolder.At(run))?.Epoch))
        .Where(epochs => epochs is { Measured: not null, Weights: not null } && epochs.Measured != epochs.Weights)
        .Select(epochs => ((int, int)?)(epochs.Measured!.Value, epochs.Weights!.Value))
        .MaxBy(epochs => Math.Abs(epochs!.Value.Item1 - epochs.Value.Item2));
}
