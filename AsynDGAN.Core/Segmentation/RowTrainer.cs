using System.Security.Cryptography;
using System.Text;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>Trains and scores rows on one replicate's data.</summary>
internal sealed class RowTrainer(Replicate replicate, Dataset data, Part part, Device device, StudyFolder folder, IRunDisplay display)
{
    private readonly SegmentationOptions options = replicate.Experiment.Segmentation;

    /// <summary>Trains a row with a seed and scores it, or takes what was done before.</summary>
    public (TrainedRow Training, IReadOnlyList<SliceScore> Scores) Train(Row row, int seed)
    {
        var training = new TrainedRow(row.Name, RunName(row, seed), replicate.Experiment.Data.SplitSeed, seed, 0, FingerprintOf(row), 0, null);
        if (folder.Find(training) is { } before)
        {
            return before;
        }

        var (done, scores) = row.Set switch
        {
            TrainingSet.Threshold => ByThreshold(training),
            TrainingSet.FederatedAveraging => ByFederatedAveraging(training),
            TrainingSet.RealAll or TrainingSet.RealSubset or TrainingSet.Synthetic or TrainingSet.NewMasks or TrainingSet.RealSubsetAndSynthetic =>
                Centrally(row, training),
            _ => throw new ArgumentOutOfRangeException(nameof(row), row.Set, "no such training set"),
        };
        folder.Keep(done, scores);
        return (done, scores);
    }

    private (TrainedRow, IReadOnlyList<SliceScore>) Centrally(Row row, TrainedRow training)
    {
        using var images = ImagesOf(row);
        using var network = SegmentationTrainer.Train(options, images, training.Seed, Progress(training));
        return (training with { TrainingImages = images.Count }, SaveAndScore(training, network));
    }

    private (TrainedRow, IReadOnlyList<SliceScore>) ByFederatedAveraging(TrainedRow training)
    {
        var sites = data.Sites.Select(site => (site.Name, Images: LabelledImages.Of([site.Training], options.Classes, device))).ToArray();
        var (network, bytes) = FederatedAveraging.Train(options, sites, training.Seed, Progress(training));
        using (network)
        {
            var count = sites.Sum(s => s.Images.Count);
            foreach (var (_, images) in sites)
            {
                images.Dispose();
            }

            return (training with { TrainingImages = count, Bytes = bytes }, SaveAndScore(training, network));
        }
    }

    private (TrainedRow, IReadOnlyList<SliceScore>) ByThreshold(TrainedRow training)
    {
        using var images = LabelledImages.Of(data.Sites.Select(site => site.Training), options.Classes, device);
        var threshold = BrightnessThreshold.Choose(images);
        var scores = Score(training, threshold.Logits);
        return (training with { TrainingImages = images.Count, Threshold = threshold }, scores);
    }

    private IReadOnlyList<SliceScore> SaveAndScore(TrainedRow training, nn.Module<Tensor, Tensor> network)
    {
        new SegmentationModel(network, replicate.Experiment, data.ImageChannels, data.Fingerprint).Save(folder.Network(training));
        network.eval();
        return Score(training, network.call);
    }

    private IReadOnlyList<SliceScore> Score(TrainedRow training, Func<Tensor, Tensor> predict) =>
        Evaluator.Score(training.Row, training.Run, predict, data.Sites, part, replicate.Experiment.Data.MinMaskPixels);

    private LabelledImages ImagesOf(Row row)
    {
        switch (row.Set)
        {
            case TrainingSet.RealAll:
                return LabelledImages.Of(data.Sites.Select(site => site.Training), options.Classes, device);
            case TrainingSet.RealSubset:
                return LabelledImages.Of([SiteOf(row).Training], options.Classes, device);
            case TrainingSet.Synthetic:
                return Synthetic(row, newMasksOnly: false);
            case TrainingSet.NewMasks:
                return Synthetic(row, newMasksOnly: true);
            case TrainingSet.RealSubsetAndSynthetic:
                using (var real = LabelledImages.Of([SiteOf(row).Training], options.Classes, device))
                using (var synthetic = Synthetic(row, newMasksOnly: false))
                {
                    return LabelledImages.Join([real, synthetic]);
                }

            default:
                throw new ArgumentOutOfRangeException(nameof(row), row.Set, "no network is trained on this");
        }
    }

    private LabelledImages Synthetic(Row row, bool newMasksOnly)
    {
        var sets = SetsOf(row).Select(set => set.Read(newMasksOnly, data.Sites[0].Training.ImageShape, options.Classes, device)).ToList();
        if (sets.Count == 1)
        {
            return sets[0];
        }

        var joined = LabelledImages.Join(sets);
        sets.ForEach(set => set.Dispose());
        return joined;
    }

    private IEnumerable<SyntheticSet> SetsOf(Row row) => replicate.Runs[row.Label!].Select(SyntheticSet.Of);

    private SiteData SiteOf(Row row) => data.Sites.First(site => site.Name == row.Site);

    /// <summary>Real rows depend on the split alone, so replicates with one split share them.</summary>
    private string RunName(Row row, int seed)
    {
        var split = $"split {replicate.Experiment.Data.SplitSeed}";
        var runs = row.Label is null ? "" : ", " + string.Join("+", replicate.Runs[row.Label].Select(run => Path.GetFileName(Path.GetFullPath(run))));
        return $"{split}{runs}, seed {seed}";
    }

    private string FingerprintOf(Row row)
    {
        // Of this section alone, so that a key that a later version adds elsewhere does not train every row again.
        var settings = ExperimentWriter.Write(options with { Seeds = [] });
        var sets = row.Label is null ? "" : string.Join(' ', SetsOf(row).Select(set => set.Fingerprint));
        var text = $"{row}\n{part}\n{data.Fingerprint}\n{replicate.Experiment.Data.SplitSeed}\n{sets}\n{settings}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private Action<int> Progress(TrainedRow training) =>
        step => display.Advance($"{training.Row}, {training.Run}: steps", step, options.Steps);
}
