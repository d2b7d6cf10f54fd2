using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Core.Training;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>
/// Whether something is there, whole and of these data and this configuration, so that its job has nothing to do. Where that
/// is in doubt the job is started, and says what it finds.
/// </summary>
/// <param name="data">The data now.</param>
public sealed class FinishedWork(IRunData data)
{
    // What train writes last.
    internal const string LastOfTraining = "report.html";

    /// <summary>The parts of identities that the data give.</summary>
    internal IEnumerable<(string Part, string Value)> Data => DataIdentity.Of(data);

    /// <summary>What a run is trained on and with now.</summary>
    /// <param name="experiment">Its configuration now.</param>
    internal Identity OfRun(Experiment experiment) => RunIdentity.Of(experiment, data);

    /// <summary>The part of a set's identity that the generator of its run gives; none where there is none.</summary>
    /// <param name="path">The run's folder.</param>
    internal static IEnumerable<(string Part, string Value)> WeightsOf(string path) =>
        RunOrigin.WeightsOf(RunFolder.At(path)) is { } weights ? [(Identity.Weights, Digest.OfFile(weights))] : [];

    /// <summary>A run is trained to its end, and the weights that it saved are there.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="experiment">Its configuration now.</param>
    /// <param name="steps">Its steps in all.</param>
    public bool IsTrained(string path, Experiment experiment, long steps) => Holds(() =>
    {
        var folder = RunFolder.At(path);
        return Directory.Exists(folder.NewestCheckpoint) && File.Exists(Path.Combine(path, LastOfTraining))
            && Checkpoint.ReadState(folder) is { Identity: { } parts, Step: var step, Weights: { } weights } && step == steps
            && weights.All(file => Digest.OfFile(Path.Combine(Path.GetDirectoryName(folder.GeneratorWeights)!, file.Key)) == file.Value)
            && Same(OfRun(experiment), new Identity(parts));
    });

    /// <summary>A run's synthetic set is drawn, from its generator of now.</summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="experiment">Its configuration now, with the set's conditions.</param>
    public bool IsDrawn(string path, Experiment experiment) => Holds(() =>
    {
        var run = RunFolder.At(path);
        var set = run.SyntheticSetOf(experiment.Synthesis.Conditions);
        var table = new[] { "manifest.csv", "samples.csv" }.Select(name => Path.Combine(set, name)).FirstOrDefault(File.Exists);
        return table is not null && !SyntheticFolder.LacksPictures(set) && RunOrigin.WeightsOf(run) is not null
            && SetOrigin.OfWhole(new GivenSet(path, set, path), CsvTable.ReadOwn(table, ["item"]).Count) is { Identity: { } parts, OfItsRun: true, Layout: var layout }
            && Same(Dependence.SyntheticSet.Of(experiment).With([.. Data, .. WeightsOf(path), (Identity.Layout, layout)]), new Identity(parts));
    });

    /// <summary>Rows are trained and scored with every seed.</summary>
    /// <param name="path">The comparison's folder.</param>
    /// <param name="experiment">The configuration of the rows.</param>
    /// <param name="synthetic">Texts <c>LABEL=PATH</c>.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="table">All rows of the table.</param>
    /// <param name="part">Validation or test.</param>
    public bool AreScored(string path, Experiment experiment, IReadOnlyList<string> synthetic, IReadOnlyList<ComparisonRow> rows, IReadOnlyList<ComparisonRow> table, DataPart part) => Holds(() =>
    {
        var silent = new Silence();
        var folder = StudyFolder.Open(path, experiment, overwrite: false);
        var replicate = Replicate.Of(experiment, synthetic).Single();
        using var trainer = new RowTrainer([replicate], table, (Dataset)data, TestedSites.Of((Dataset)data, part), part, CPU, folder, silent, CancellationToken.None);
        trainer.Check();
        return rows.All(row => SegmentationStudy.Seeds(row, experiment).All(seed => folder.Find(trainer.Wanted(row, seed), silent) is not null));
    });

    private static bool Same(Identity now, Identity stored) => now.ComparedWith(stored) is { Different.Count: 0, Unknown.Count: 0 };

    private static bool Holds(Func<bool> isFinished)
    {
        try
        {
            return isFinished();
        }
        catch (Exception e) when (e is UserException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private sealed class Silence : IRunDisplay
    {
        public void Say(string line)
        {
        }

        public void Warn(string line)
        {
        }

        public void Advance(string work, long done, long total)
        {
        }

        public void Show(TrainingStatus status)
        {
        }
    }
}
