using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison;

/// <summary>Trains and scores rows on one replicate's data.</summary>
/// <param name="stop">Asks to stop at once; the row under way is given up, those that are done stay.</param>
internal sealed class RowTrainer(
    Replicate replicate, Dataset data, DataPart part, Device device, StudyFolder folder, IRunDisplay display, CancellationToken stop) : IDisposable
{
    private readonly RowImages images = new(replicate, data, device, stop);
    private readonly SegmentationOptions options = replicate.Experiment.Segmentation;
    private readonly Lazy<IReadOnlySet<string>> trainingImages =
        new(() => data.Sites.SelectMany(site => Enumerable.Range(0, site.Training.Count).Select(site.Training.Content)).OfType<string>().ToHashSet());

    /// <summary>Checks what rows are going to read, before anything is written: their synthetic sets are there, whole, and of these data.</summary>
    /// <exception cref="UserException">A set is missing, unfinished or of other data.</exception>
    public void Check(IEnumerable<ComparisonRow> rows)
    {
        var now = Dependence.ComparedData.Of(replicate.Experiment).With(DataIdentity.Of(data));
        foreach (var run in rows.Where(row => row.Label is not null).SelectMany(row => replicate.Runs[row.Label!]).Distinct())
        {
            foreach (var doubt in new[] { Replicate.RefuseOther(now, run), images.SetOf(run).RefuseOther(now) }.OfType<string>())
            {
                display.Warn(doubt);
            }
        }
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

        folder.Forget(training);

        var (done, scores) = row.Set switch
        {
            RowKind.Threshold => ByThreshold(row, training),
            RowKind.FederatedAveraging => ByFederatedAveraging(training),
            RowKind.RealAll or RowKind.RealSubset or RowKind.Synthetic or RowKind.OwnMasks or RowKind.NewMasks or RowKind.RealSubsetAndSynthetic =>
                Centrally(row, training),
            _ => throw new ArgumentOutOfRangeException(nameof(row), row.Set, "no such training set"),
        };
        folder.Keep(done, scores);
        return (done, scores);
    }

    /// <summary>Frees the images.</summary>
    public void Dispose() => images.Dispose();

    /// <summary>The record of a row's training before it is done: what it is and depends on.</summary>
    public TrainedRow Wanted(ComparisonRow row, int seed) =>
        new(row.Name, RunName(row, seed), replicate.Experiment.Data.SplitSeed, seed, 0, IdentityOf(row, seed).Parts, 0, null);

    private (TrainedRow, IReadOnlyList<SliceScore>) Centrally(ComparisonRow row, TrainedRow training)
    {
        var own = images.Of(row);
        using var network = SegmentationTrainer.Train(options, own, training.Seed, Progress(training));
        return (training with { TrainingImages = own.Count }, SaveAndScore(training, network));
    }

    private (TrainedRow, IReadOnlyList<SliceScore>) ByFederatedAveraging(TrainedRow training)
    {
        var sites = data.Sites.Select(site => (site.Name, Images: images.OfSite(site.Name))).ToArray();
        var (network, bytes) = FederatedAveraging.Train(options, sites, training.Seed, Progress(training));
        using (network)
        {
            return (training with { TrainingImages = sites.Sum(s => s.Images.Count), Bytes = bytes }, SaveAndScore(training, network));
        }
    }

    private (TrainedRow, IReadOnlyList<SliceScore>) ByThreshold(ComparisonRow row, TrainedRow training)
    {
        var own = images.Of(row);
        var threshold = BrightnessThreshold.Choose(own);
        return (training with { TrainingImages = own.Count, Threshold = threshold }, Score(training, threshold.Logits));
    }

    private IReadOnlyList<SliceScore> SaveAndScore(TrainedRow training, nn.Module<Tensor, Tensor> network)
    {
        new SegmentationModel(network, replicate.Experiment, data.ImageChannels, data.Fingerprint)
        {
            Identity = training.Identity,
            TrainingImages = trainingImages.Value,
        }.Save(folder.Network(training));
        network.eval();
        return Score(training, network.call);
    }

    private IReadOnlyList<SliceScore> Score(TrainedRow training, Func<Tensor, Tensor> predict) =>
        SegmentationEvaluator.Score(training.Row, training.Run, Stoppable(predict), data.Sites, part, replicate.Experiment.Data.MinMaskPixels);

    private Func<Tensor, Tensor> Stoppable(Func<Tensor, Tensor> predict) => batch =>
    {
        stop.ThrowIfCancellationRequested();
        return predict(batch);
    };

    /// <summary>Real rows depend on the split alone, so replicates with one split share them.</summary>
    private string RunName(ComparisonRow row, int seed)
    {
        var split = $"split {replicate.Experiment.Data.SplitSeed}";
        var runs = row.Label is null ? "" : ", " + string.Join("+", replicate.Runs[row.Label].Select(run => replicate.Names[run]));
        return $"{split}{runs}, seed {seed}";
    }

    private Identity IdentityOf(ComparisonRow row, int seed) => Dependence.Row.Of(replicate.Experiment).With(
    [
        .. DataIdentity.Of(data),
        ("the row", row.Name),
        ("the seed", seed.ToString()),
        (TrainedRow.PartName, part.ToString().ToLowerInvariant()),
        .. row.Label is null ? [] : replicate.Runs[row.Label].Select(run => ($"the synthetic set of {replicate.Names[run]} (SHA-256)", images.SetOf(run).Sha256)),
    ]);

    private Action<int> Progress(TrainedRow training) =>
        step =>
        {
            stop.ThrowIfCancellationRequested();
            display.Advance($"{training.Row}, {training.Run}: steps", step, options.Steps);
        };
}
