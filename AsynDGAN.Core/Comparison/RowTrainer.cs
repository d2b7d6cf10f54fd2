using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison;

/// <summary>Trains and scores rows on one replicate's data.</summary>
/// <param name="replicates">The replicate, then the others of its split.</param>
/// <param name="table">All rows of the table, whichever are trained here.</param>
/// <param name="data">The real images that rows are trained on.</param>
/// <param name="tested">Whose images are scored.</param>
/// <param name="part">Whose patients are tested: validation or test.</param>
/// <param name="stop">Asks to stop at once; the row under way is given up, those that are done stay.</param>
internal sealed class RowTrainer(
    IReadOnlyList<Replicate> replicates, IReadOnlyList<ComparisonRow> table, Dataset data, TestedSites tested, DataPart part, Device device, StudyFolder folder, IRunDisplay display,
    CancellationToken stop) : IDisposable
{
    private readonly Replicate replicate = replicates[0];
    private readonly RowImages images = new(replicates, table, data, device, display, stop);
    private readonly SegmentationOptions options = replicates[0].Experiment.Segmentation;

    /// <summary>Checks what rows are going to read, before anything is written: their synthetic sets are there, whole, of these data, and have enough images.</summary>
    /// <exception cref="UserException">A set is missing, unfinished or of other data, or a row has too few images.</exception>
    public void Check()
    {
        foreach (var set in table.Where(row => row.Label is not null).SelectMany(row => replicate.Sets[row.Label!]).Distinct())
        {
            replicate.Check(set, images.SetOf(set), data, display);
        }

        foreach (var label in table.Select(row => row.Label).OfType<string>().Distinct())
        {
            Replicate.RefuseSame(label, replicates.SelectMany(other => other.Sets[label]), images.SetOf);
        }

        images.CheckCut();
    }

    /// <summary>Trains a row with a seed and scores it, or takes what was done before.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    /// <exception cref="UserException">Another process trains the row, or its images are at fault.</exception>
    public (TrainedRow Training, IReadOnlyList<SliceScore> Scores) Train(ComparisonRow row, int seed)
    {
        var training = Wanted(row, seed);
        using var claim = folder.Claim(training);
        if (folder.Find(training, display) is { } before)
        {
            return before;
        }

        var (done, scores) = row.Set switch
        {
            RowKind.Threshold => ByThreshold(row, training),
            RowKind.FederatedAveraging => ByFederatedAveraging(row, training),
            RowKind.RealAll or RowKind.RealSubset or RowKind.Synthetic or RowKind.OwnMasks or RowKind.NewMasks or RowKind.RealSubsetAndSynthetic =>
                Centrally(row, training),
            _ => throw new ArgumentOutOfRangeException(nameof(row), row.Set, "no such training set"),
        };
        folder.Keep(done, scores);

        // The next row trains in the blocks of this one's training, and not beside what its scoring left.
        NativeRuntime.GiveBackFreeBlocks();
        return (done, scores);
    }

    /// <summary>Frees the images.</summary>
    public void Dispose() => images.Dispose();

    /// <summary>The record of a row's training before it is done: what it is and depends on.</summary>
    public TrainedRow Wanted(ComparisonRow row, int seed) =>
        new(row.Name, RunName(row, seed), replicate.Experiment.Data.SplitSeed, seed, 0, IdentityOf(row, seed).Parts, 0, null);

    private (TrainedRow, IReadOnlyList<SliceScore>) Centrally(ComparisonRow row, TrainedRow training)
    {
        var own = images.Of(row, training.Seed);
        using var network = SegmentationTrainer.Train(options, own, training.Seed, Progress(training));
        return (training with { TrainingImages = own.Count }, SaveAndScore(row, training, network));
    }

    private (TrainedRow, IReadOnlyList<SliceScore>) ByFederatedAveraging(ComparisonRow row, TrainedRow training)
    {
        var sites = images.BySite(row, training.Seed);
        var (network, bytes) = FederatedAveraging.Train(options, sites, training.Seed, Progress(training));
        using (network)
        {
            return (training with { TrainingImages = sites.Sum(s => s.Images.Count), Bytes = bytes }, SaveAndScore(row, training, network));
        }
    }

    private (TrainedRow, IReadOnlyList<SliceScore>) ByThreshold(ComparisonRow row, TrainedRow training)
    {
        var own = images.Of(row, training.Seed);
        folder.Forget(training);
        var threshold = BrightnessThreshold.Choose(own);
        return (training with { TrainingImages = own.Count, Threshold = threshold }, Score(training, threshold.Logits));
    }

    private IReadOnlyList<SliceScore> SaveAndScore(ComparisonRow row, TrainedRow training, nn.Module<Tensor, Tensor> network)
    {
        folder.Forget(training);
        new SegmentationModel(network, replicate.Experiment, data.ImageChannels, data.Fingerprint)
        {
            Identity = training.Identity,
            TrainingImages = images.Seen(row, training.Seed),
            TakesVolumes = data.HoldsVolumes,
        }.Save(folder.Network(training));
        network.eval();
        return Score(training, network.call);
    }

    private IReadOnlyList<SliceScore> Score(TrainedRow training, Func<Tensor, Tensor> predict) =>
        SegmentationEvaluator.Score(training.Row, training.Run, Stoppable(predict), tested.Sites, tested.Part, replicate.Experiment.Data.MinMaskPixels, display);

    private Func<Tensor, Tensor> Stoppable(Func<Tensor, Tensor> predict) => batch =>
    {
        stop.ThrowIfCancellationRequested();
        return predict(batch);
    };

    /// <summary>Real rows depend on the split alone, so replicates with one split share them.</summary>
    private string RunName(ComparisonRow row, int seed)
    {
        return Replicate.Seeded(replicate.NameOf(row.Label), seed);
    }

    private Identity IdentityOf(ComparisonRow row, int seed) => Dependence.Row.Of(replicate.Experiment).With(
    [
        .. DataIdentity.Of(data),
        ("the row", row.Name + (TakesDeformed(row) ? ", deformed ones being new" : "")),
        ("the seed", seed.ToString()),
        (TrainedRow.PartName, part.ToString().ToLowerInvariant()),
        (Dependence.RowCut, new RowCut(images.CutOf(row)).ToString()),
        .. row.Label is null ? [] : replicate.Sets[row.Label].Select(set => ($"the synthetic set of {replicate.Names[set]} (SHA-256)", images.SetOf(set).Sha256)),
    ]);

    // Earlier versions took other images of such a set for these rows.
    private bool TakesDeformed(ComparisonRow row) =>
        row.Set is RowKind.OwnMasks or RowKind.NewMasks && replicate.Sets[row.Label!].Any(set => images.SetOf(set).HasDeformed);

    private Action<int> Progress(TrainedRow training) =>
        step =>
        {
            stop.ThrowIfCancellationRequested();
            display.Advance($"{training.Row}, {training.Run}: {IRunDisplay.Steps}", step, options.Steps);
        };
}
