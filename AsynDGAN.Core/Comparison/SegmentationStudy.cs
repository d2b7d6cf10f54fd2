using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Networks.Convolutions;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison;

/// <summary>
/// The paper's comparison: segmentation networks that differ in their training data only, on the same held-out real
/// patients.
/// </summary>
/// <param name="given">The configuration.</param>
/// <param name="synthetic">Texts <c>LABEL=PATH</c>, of a run or of a set's own folder; a comma lists replicates, a plus joins sets.</param>
/// <param name="trainOn">The rows of the table, as <see cref="ComparisonRow.Select"/> reads them.</param>
/// <param name="only">Those of them that are trained here, likewise; empty: all.</param>
/// <param name="part">Validation or test.</param>
/// <param name="display">What shows the work.</param>
public sealed class SegmentationStudy(
    Experiment given, IReadOnlyList<string> synthetic, IReadOnlyList<string> trainOn, IReadOnlyList<string> only, DataPart part, IRunDisplay display)
{
    // Beginning a folder takes milliseconds, so that several processes can begin at once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Where the comparison goes if nothing else is said: into the run in which the first set lies, else into runs/EXPERIMENT.</summary>
    /// <exception cref="UserException">The first of the texts is at fault.</exception>
    public string Folder => RunFolder.At(Replicate.FirstRun(synthetic) ?? Path.Combine("runs", given.Name)).Comparison;

    /// <summary>Trains what is missing, scores, and writes the tables.</summary>
    /// <param name="path">The comparison's folder.</param>
    /// <param name="overwrite">Whether a comparison that is there is deleted first.</param>
    /// <param name="rowsOnly">
    /// Whether nothing but the rows is written, so that several processes, each with rows of its own, can fill one folder.
    /// </param>
    /// <param name="jobs">How many rows are trained at a time, each with its share of libtorch's threads: with 1 as without.</param>
    /// <param name="stop">Asks to stop; rows that are done stay, the one under way does not.</param>
    /// <exception cref="UserException">Runs, data or folder are at fault; what was there stays.</exception>
    public StudyOutcome Execute(string path, bool overwrite, bool rowsOnly, int jobs, CancellationToken stop)
    {
        var threads = get_num_threads();
        try
        {
            set_num_threads(Math.Max(1, threads / jobs));
            using var workers = jobs > 1 ? new CoreWorkers(jobs, get_num_threads()) : null;
            // Processes that train rows only share the folder; each row has a lock of its own.
            using var held = rowsOnly ? null : FolderLock.Take(path);
            return Compare(path, overwrite, rowsOnly, workers, stop);
        }
        catch (OperationCanceledException)
        {
            return new StudyOutcome(Finished: false, null);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private StudyOutcome Compare(string path, bool overwrite, bool rowsOnly, CoreWorkers? workers, CancellationToken stop)
    {
        var replicates = Replicate.Of(given, synthetic);
        var experiment = Replicate.Recorded(given, replicates, display);
        var folder = StudyFolder.Open(path, experiment, overwrite);
        var device = Machine.Settle(experiment, display);
        var trainings = new List<TrainedRow>();
        var (scores, scored) = (new List<SliceScore>(), new List<SliceScore>());
        var order = new List<string>();
        var told = new HashSet<string>();
        var drawings = new DrawingMeasures(folder, part, device, display, stop);
        Provenance? provenance = null;
        byte[]? panel = null;
        foreach (var replicate in replicates)
        {
            using var data = replicate.Load(asDrawn: false, device, display, stop);

            // Of processes that train rows of one table, that which writes it tells.
            CaseNote.Tell(data.Notes.Where(note => !rowsOnly && told.Add(note)), display.Say, display.Warn);
            using var tested = TestedSites.Load(replicate.Experiment, data, part, device, display, stop);
            var table = ComparisonRow.Select(trainOn, [.. data.Sites.Select(s => s.Name)], [.. replicate.Sets.Keys]);
            if (replicate == replicates[0])
            {
                // Those that come later are not opened before hours of training.
                replicates.ToList().ForEach(other => other.RefuseEmpty(table));
                string[] compared = [.. table.Select(row => row.Label).OfType<string>().Distinct()];
                replicates.Skip(1).ToList().ForEach(other => other.RefuseOtherData(compared, replicate, data));
            }

            var rows = Chosen(table, data, replicate);
            order.AddRange(rows.Select(row => row.Name).Except(order));
            var wanted = rows.SelectMany(row => Seeds(row, experiment).Select(seed => (Row: row, Seed: seed))).ToList();
            var alike = replicates.Where(other => other != replicate && other.Experiment.Data.SplitSeed == replicate.Experiment.Data.SplitSeed);
            using var trainer = new RowTrainer(
                [replicate, .. alike], table, data, tested, part, device, folder, workers is null ? display : new RowsDisplay(display, wanted.Count), stop);
            trainer.Check();
            using var network = rowsOnly ? null : DrawingFidelity.NetworkOf(experiment, data, device, display);
            if (provenance is null)
            {
                provenance = Start(experiment, data, device, network is null ? [] : [DrawingFidelity.Checked(experiment, data)]);
                stop.ThrowIfCancellationRequested();
                Begin(folder, path, rowsOnly, provenance);
            }

            folder.WarnOfUnrecorded(wanted.Select(w => trainer.Wanted(w.Row, w.Seed)), display);
            foreach (var (training, rowScores) in Train(trainer, wanted, workers, stop))
            {
                if (!trainings.Any(t => t.Row == training.Row && t.Run == training.Run))
                {
                    trainings.Add(training);
                    scored.AddRange(rowScores);
                    scores.AddRange(rowScores.Where(score => tested.IsOfThePart(score.Patient)));
                }
            }

            if (!rowsOnly)
            {
                string[] labels = [.. rows.Select(row => row.Label).OfType<string>().Distinct()];
                drawings.Add(replicate, labels, [.. trainings.Where(t => t.SplitSeed == replicate.Experiment.Data.SplitSeed)], data, network);
            }

            if (replicate == replicates[0] && !rowsOnly)
            {
                panel = new TypicalCases(folder, tested.Data, tested.Part, device, display).Render(rows, trainings, scores);
            }
        }

        if (rowsOnly)
        {
            return new StudyOutcome(Finished: true, null);
        }

        var tables = StudyTables.Write(folder, experiment, part, replicates, order, trainings, scores, scored, drawings, panel, provenance! with { Ended = DateTime.UtcNow });
        foreach (var missing in drawings.Shown.Where(one => one.AreNot))
        {
            display.Warn(missing.InWords);
        }

        return new StudyOutcome(Finished: true, tables);
    }

    /// <summary>The rows of the table that are trained here.</summary>
    private IReadOnlyList<ComparisonRow> Chosen(IReadOnlyList<ComparisonRow> table, Dataset data, Replicate replicate)
    {
        var rows = only.Count == 0 ? table : ComparisonRow.Select(only, [.. data.Sites.Select(s => s.Name)], [.. replicate.Sets.Keys], "--rows");
        return rows.Except(table).FirstOrDefault() is { } other
            ? throw new UserException($"--rows names {other.Name}, which is no row of --train-on.", "Name rows of the table, or add it to --train-on.")
            : rows;
    }

    /// <summary>The trainings of all rows, in their order.</summary>
    private static IReadOnlyList<(TrainedRow Training, IReadOnlyList<SliceScore> Scores)> Train(
        RowTrainer trainer, IReadOnlyList<(ComparisonRow Row, int Seed)> wanted, CoreWorkers? workers, CancellationToken stop)
    {
        if (workers is null)
        {
            return [.. wanted.Select(Train)];
        }

        // Federated averaging trains a network a site, so that it takes longest, and begins first.
        int[] order = [.. Enumerable.Range(0, wanted.Count).OrderBy(place => wanted[place].Row.Set == RowKind.FederatedAveraging ? 0 : 1)];
        var trained = workers.Map(order.Length, i => Train(wanted[order[i]]));
        Array.Sort(order, trained);
        return trained;

        (TrainedRow Training, IReadOnlyList<SliceScore> Scores) Train((ComparisonRow Row, int Seed) one)
        {
            stop.ThrowIfCancellationRequested();
            return trainer.Train(one.Row, one.Seed);
        }
    }

    private void Begin(StudyFolder folder, string path, bool rowsOnly, Provenance provenance)
    {
        using var held = rowsOnly ? FolderLock.Take(path, Patience) : null;
        folder.Begin(display, rowsOnly);
        if (!rowsOnly && !folder.HasTables)
        {
            provenance.Write(folder.File("provenance.json"));
        }
    }

    /// <summary>A threshold has no seed.</summary>
    internal static IReadOnlyList<int> Seeds(ComparisonRow row, Experiment experiment) => row.Set == RowKind.Threshold ? [0] : experiment.Segmentation.Seeds;

    private Provenance Start(Experiment experiment, Dataset data, Device device, IReadOnlyList<CheckedNetwork> ofDrawings)
    {
        var site = data.Sites[0].Training;
        var network = SegmentationTrainer.NewNetwork(experiment.Segmentation, site.ImageShape[0], seed: 1);
        var convolutions = SafeConvolutions.Ensure([new(network, [experiment.Segmentation.BatchSize, .. site.ImageShape]), .. ofDrawings], device, display);
        display.Say(convolutions);
        return Provenance.Of(device.ToString(), convolutions, data.Fingerprint, ExperimentWriter.Write(experiment));
    }
}
