using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Training;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>Plans a comparison: everything that can be checked is, before the first training begins.</summary>
public static class ComparisonPlan
{
    /// <summary>The jobs of a comparison.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="display">What shows the reading of the data.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="UserException">An option, the configuration or the data are at fault.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static IReadOnlyList<Job> Of(ComparisonRequest request, IRunDisplay display, CancellationToken stop)
    {
        var experiment = ExperimentReader.Read(request.Config, request.Overrides);
        RequestRules.Check(request, experiment);
        DeviceChoice.Resolve(experiment.Device);
        if (experiment.Data.Source == DataSource.Gaussian)
        {
            return new GaussianPlan(request, experiment).Jobs();
        }

        PerceptualWeights.Find(experiment.Loss);
        var splits = request.Splits.Count > 0 ? request.Splits : [experiment.Data.SplitSeed];
        return new SegmentationPlan(request, experiment, Load(splits, experiment, request.Part ?? DataPart.Test, display, stop)).Jobs();
    }

    private static List<SplitFacts> Load(IReadOnlyList<int> splits, Experiment experiment, DataPart part, IRunDisplay display, CancellationToken stop)
    {
        var (facts, parts) = (new List<SplitFacts>(), new List<IReadOnlyList<SplitRow>>());
        foreach (var split in splits)
        {
            var now = experiment with { Data = experiment.Data with { SplitSeed = split } };
            using var data = LoadingProgress.Load(display, stop, progress => Dataset.Load(now, CPU, progress, everySlice: true));
            SegmentationEvaluator.Check(data, part, now.Data.MinMaskPixels);
            if (parts.FindIndex(data.Split.SequenceEqual) is >= 0 and var same)
            {
                throw new UserException(
                    $"--splits {split} and {splits[same]} give every patient the same part.", "Give one of them: the data prescribe the parts, or are too few.");
            }

            parts.Add(data.Split);
            facts.Add(new SplitFacts(split, data.Distributed, Simulation.ScheduleOf(now, data).Steps));
        }

        return facts;
    }
}
