using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Training;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>Plans a comparison: everything that can be checked is, before the first training begins.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="experiment">The configuration with its overrides.</param>
public sealed class ComparisonPlan(ComparisonRequest request, Experiment experiment)
{
    /// <summary>Refuses what needs no data to be refused.</summary>
    /// <exception cref="UserException">An option does not fit another, the configuration or the machine.</exception>
    public void Check()
    {
        RequestRules.Check(request, experiment);
        DeviceChoice.Resolve(experiment.Device);
        PerceptualWeights.Find(experiment.Loss);
    }

    /// <summary>The jobs of the comparison, and which of them are done already.</summary>
    /// <param name="display">What shows the reading of the data.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="UserException">The configuration of a run, or the data, are at fault.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public IReadOnlyList<Job> Jobs(IRunDisplay display, CancellationToken stop)
    {
        if (experiment.Data.Source == DataSource.Gaussian)
        {
            return new GaussianPlan(request, experiment).Jobs();
        }

        var plan = new SegmentationPlan(request, experiment);
        plan.CheckTables();
        var (jobs, facts, parts) = (new List<Job>(), new List<SplitFacts>(), new List<IReadOnlyList<(string Patient, DataPart Part)>>());
        var (without, told) = (new List<SitePlan>(), new HashSet<string>());
        foreach (var split in request.Splits.Count > 0 ? request.Splits : [experiment.Data.SplitSeed])
        {
            var now = experiment with { Data = experiment.Data with { SplitSeed = split } };
            using var data = LoadingProgress.Load(display, stop, progress => Dataset.Load(now, CPU, progress, everySlice: true));
            CaseNote.Tell(data.Notes.Where(told.Add), display.Say, display.Warn);
            Check(data, now);
            // Sites that are cut by the seed make no other split.
            (string Patient, DataPart Part)[] own = [.. data.Split.Select(row => (row.Patient, row.Part))];
            if (parts.FindIndex(own.SequenceEqual) is >= 0 and var same)
            {
                throw new UserException(
                    $"--splits {split} and {facts[same].Split} give every patient the same part.", "Give one of them: the data prescribe the parts, or have few patients.");
            }

            parts.Add(own);
            facts.Add(new SplitFacts(split, data.Distributed, Simulation.ScheduleOf(now, data).Steps) { Folds = [.. Folds(now, display, stop)], Finished = new FinishedWork(data) });
            jobs.AddRange(plan.Of(facts[^1]));
            if (request.LeaveOneSiteOut)
            {
                without = without.Count > 0 ? without : [.. facts[0].Sites.Select(site => new SitePlan(site.Name, plan.Without(site.Name, facts[0])))];
                without.ForEach(left => left.Add(facts[^1].Without(left.Site, experiment)));
            }
        }

        return [.. jobs, plan.Tables(facts, jobs), .. without.SelectMany(left => left.All)];
    }

    /// <summary>What is tested must be there; sites that are left out, their parts' own comparison loads and checks.</summary>
    private void Check(Dataset data, Experiment now)
    {
        var part = request.Part ?? DataPart.Test;
        if (now.Sites.Without.Count == 0)
        {
            SegmentationEvaluator.Check(data, part, now.Data.MinMaskPixels);
        }

        if (!request.LeaveOneSiteOut)
        {
            return;
        }

        if (data.Sites.Count == 1)
        {
            throw new UserException($"--leave-one-site-out trains without each site, and {data.Sites[0].Name} is the only one.", "Leave it out, or cut the data into sites (sites.by).");
        }

        foreach (var site in data.Sites)
        {
            SegmentationEvaluator.Check(data, $"--leave-one-site-out tests on the patients of each site, and {site.Name} has", site[part].Infos, part, now.Data.MinMaskPixels);
        }
    }

    /// <summary>What is left of a split's training patients without each fold.</summary>
    private IEnumerable<FoldFacts> Folds(Experiment split, IRunDisplay display, CancellationToken stop)
    {
        for (var fold = 1; fold <= (request.Folds ?? 0); fold++)
        {
            var left = split with { Data = split.Data with { Fold = new FoldOptions { Of = request.Folds!.Value, Leave = fold } } };
            yield return Fold(left, display, stop);
        }
    }

    /// <exception cref="UserException">There are too few patients for so many folds.</exception>
    private static FoldFacts Fold(Experiment left, IRunDisplay display, CancellationToken stop)
    {
        try
        {
            using var data = LoadingProgress.Load(display, stop, progress => Dataset.Load(left, CPU, progress));
            return new FoldFacts(data.Distributed, Simulation.ScheduleOf(left, data).Steps);
        }
        catch (UserException e)
        {
            throw new UserException($"--folds {left.Data.Fold.Of}: {e.Message}", e.Hint?.Replace("data.fold.of", "--folds", StringComparison.Ordinal));
        }
    }
}
