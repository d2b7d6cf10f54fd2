using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>
/// The paper's comparison as jobs: AsynDGAN and Syn-All are trained on every split, with the union a GAN at every site, their
/// sets drawn, every row trained as soon as what it reads is there, and the tables written at the end.
/// </summary>
/// <param name="request">What was asked for.</param>
/// <param name="experiment">The configuration with its overrides.</param>
/// <param name="splits">The data of every split, in the order of the tables.</param>
public sealed class SegmentationPlan(ComparisonRequest request, Experiment experiment, IReadOnlyList<SplitFacts> splits)
{
    private const string Pooled = "Syn-All", Ours = "AsynDGAN", Union = "Syn-Union";

    private readonly RunJobs runs = new(request);

    /// <summary>The labels of the synthetic sets, in the order of the tables.</summary>
    private IReadOnlyList<string> Labels => request.Union ? [Pooled, Ours, Union] : [Pooled, Ours];

    /// <summary>All jobs.</summary>
    /// <exception cref="UserException">A row is not there, or nothing tells the splits apart.</exception>
    public IReadOnlyList<Job> Jobs()
    {
        var rows = splits.Select(split => (Split: split, Rows: RowsOf(split))).ToList();
        var labels = Labels.Where(label => rows.Any(r => r.Rows.Any(row => row.Label == label))).ToList();
        if (splits.Count > 1 && labels.Count == 0)
        {
            throw new UserException(
                $"--splits {string.Join(",", splits.Select(s => s.Split))} are several, and no row of --train-on has synthetic images, by whose runs splits are told apart.",
                "Give one split, or add a row such as --train-on synthetic:AsynDGAN.");
        }

        var trained = splits.SelectMany(split => labels.SelectMany(label => RunsOf(label, split)));
        var trainedRows = rows.SelectMany(r => r.Rows.GroupBy(row => (row.Set, row.Label)).Select(group => RowJob(r.Split, [.. group]))).ToList();
        return [.. trained, .. trainedRows, Tables(labels, trainedRows)];
    }

    private IReadOnlyList<ComparisonRow> RowsOf(SplitFacts split) =>
        ComparisonRow.Select(request.TrainOn.Count == 0 ? ["all"] : request.TrainOn, [.. split.Sites.Select(site => site.Name)], Labels);

    private IEnumerable<Job> RunsOf(string label, SplitFacts split)
    {
        var (all, batch) = (split.Sites.Sum(site => (long)site.TrainingSamples), experiment.Training.BatchSize * experiment.Training.DiscriminatorSteps);
        return label switch
        {
            Ours => Run(Names(Ours, split).Single(), [], split.Sites.Count, all),
            Pooled => Run(Names(Pooled, split).Single(), ["sites.mode=pooled"], split.Sites.Count, all),
            _ => split.Sites.Zip(Names(Union, split)).SelectMany(site => Run(
                site.Second, ["sites.mode=single", $"sites.only={YamlValue.Quote(site.First.Name)}"], 1, site.First.TrainingSamples)),
        };

        IEnumerable<Job> Run(string name, IEnumerable<string> mode, int sites, long samples) => runs.Of(
            name, [.. request.Overrides, $"data.split_seed={split.Split}", .. mode], split.Steps, (long)sites * batch,
            samples * (experiment.Synthesis.PerMask + experiment.Synthesis.MixMasks));
    }

    /// <summary>The folders of a label's runs; a site is told from Syn-All's own run whatever its name.</summary>
    private static IEnumerable<string> Names(string label, SplitFacts split) => label switch
    {
        Ours => [$"asyndgan-{split.Split}"],
        Pooled => [$"syn-all-{split.Split}"],
        _ => split.Sites.Select(site => $"syn-{(site.Name.Equals("all", StringComparison.OrdinalIgnoreCase) ? "%" + Convert.ToHexString([(byte)site.Name[0]]) + site.Name[1..] : RunFolder.FileName(site.Name))}-{split.Split}"),
    };

    private Job RowJob(SplitFacts split, IReadOnlyList<ComparisonRow> rows)
    {
        var (set, label) = (rows[0].Set, rows[0].Label);
        var name = set switch
        {
            TrainingSet.RealAll => "real-all",
            TrainingSet.RealSubset => "real-subsets",
            TrainingSet.FederatedAveraging => "fedavg",
            TrainingSet.Synthetic => $"synthetic-{label}",
            TrainingSet.NewMasks => $"new-masks-{label}",
            TrainingSet.RealSubsetAndSynthetic => $"real-subsets-and-{label}",
            TrainingSet.Threshold => "threshold",
            _ => throw new ArgumentOutOfRangeException(nameof(rows), set, "no such training set"),
        };
        var selectors = rows.Select(row => row.Selector.Length > 0 ? row.Selector : row.GroupSelector).Distinct();
        string[] needed = label is null ? [] : [.. Names(label, split)];
        var trainings = rows.Count * Seeds.Count;
        var networks = set switch { TrainingSet.FederatedAveraging => split.Sites.Count * Seeds.Count, TrainingSet.Threshold => 0, _ => trainings };
        string[] arguments =
        [
            .. Evaluation(label is null ? [$"data.split_seed={split.Split}"] : []), .. label is null ? [] : Synthetic(label, [split]),
            "--rows-only", .. selectors.SelectMany(selector => new[] { "--train-on", selector }),
        ];
        return new Job(
            $"{name}-{split.Split}", JobKind.Rows, [.. needed.Select(RunJobs.DrawingOf)],
            1 + (double)networks * experiment.Segmentation.Steps * experiment.Segmentation.BatchSize, () => arguments)
        {
            Trainings = trainings,
        };
    }

    private Job Tables(IReadOnlyList<string> labels, IReadOnlyList<Job> rows)
    {
        string[] arguments =
        [
            .. Evaluation(labels.Count == 0 ? [$"data.split_seed={splits[0].Split}"] : []), .. labels.SelectMany(label => Synthetic(label, splits)),
            .. request.TrainOn.SelectMany(selector => new[] { "--train-on", selector }),
        ];
        return new Job("segmentation", JobKind.Tables, [.. rows.Select(row => row.Name)], 1, () => arguments) { Tables = Path.Combine(request.Folder, "segmentation") };
    }

    private IReadOnlyList<int> Seeds => request.Seeds.Count > 0 ? request.Seeds : experiment.Segmentation.Seeds;

    private IEnumerable<string> Evaluation(IEnumerable<string> more) =>
    [
        "eval-seg", "--config", request.Config, .. RunJobs.Set([.. request.Overrides, .. more, $"segmentation.seeds={YamlValue.Of(Seeds)}"]),
        "--part", (request.Part ?? DataPart.Test).ToString().ToLowerInvariant(), "--out", Path.Combine(request.Folder, "segmentation"),
    ];

    private IEnumerable<string> Synthetic(string label, IEnumerable<SplitFacts> of) =>
        ["--synthetic", $"{label}={string.Join(',', of.Select(split => string.Join('+', Names(label, split).Select(runs.Folder))))}"];
}
