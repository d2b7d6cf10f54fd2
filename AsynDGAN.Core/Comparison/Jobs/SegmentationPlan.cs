using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Synthesis;

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>
/// The paper's comparison as jobs: AsynDGAN and Syn-All are trained on every split, with the union a GAN at every site, with folds
/// AsynDGAN without each of them, their sets drawn, every row trained as soon as what it reads is there, and the tables written at
/// the end.
/// </summary>
/// <param name="request">What was asked for.</param>
/// <param name="experiment">The configuration with its overrides.</param>
/// <param name="suffix">Ends the names of its runs and jobs.</param>
/// <param name="tables">The name of the folder, below the comparison's, of its tables.</param>
public sealed class SegmentationPlan(ComparisonRequest request, Experiment experiment, string suffix = "", string tables = SegmentationPlan.Whole)
{
    /// <summary>The name of the folder of the tables of all sites.</summary>
    public const string Whole = "segmentation";

    /// <summary>Where a comparison keeps the network that is trained on what AsynDGAN draws, on the configuration's own split with its first seed.</summary>
    /// <param name="folder">The comparison's folder.</param>
    /// <param name="experiment">The configuration.</param>
    public static string NetworkOfOurs(string folder, Experiment experiment)
    {
        var split = experiment.Data.SplitSeed;
        string[] sets = [.. SetLabel.Ours.RunsOf(new SplitFacts(split, [], 0)).Select(run => run.Name)];
        return StudyFolder.NetworkOf(Path.Combine(folder, Whole), new ComparisonRow(RowKind.Synthetic, Label: SetLabel.Ours.Name).Name, Replicate.NameOf(split, sets, experiment.Segmentation.Seeds[0]));
    }

    private readonly RunJobs runs = new(request);

    private string TablesFolder => Path.Combine(request.Folder, tables);

    private DataPart Tested => request.Part ?? DataPart.Test;

    /// <summary>The synthetic sets, in the order of the tables.</summary>
    private IReadOnlyList<SetLabel> Labels => [.. LabelsOfAll, .. LabelsOfFolds];

    private IReadOnlyList<SetLabel> LabelsOfAll => [SetLabel.Pooled, SetLabel.Ours, .. request.Union ? [SetLabel.Union] : Array.Empty<SetLabel>()];

    private IReadOnlyList<SetLabel> LabelsOfFolds => request.Folds is null ? [] : [SetLabel.Folds, SetLabel.Crossed];

    private bool CutsToSmallest => experiment.Segmentation.Images.ToSmallest;

    /// <summary>Refuses tables that were made with another configuration, before anything is trained for them.</summary>
    /// <exception cref="UserException">They were.</exception>
    public void CheckTables()
    {
        try
        {
            StudyFolder.Open(TablesFolder, experiment, overwrite: false);
        }
        catch (UserException e)
        {
            throw new UserException(e.Message, "Take those keys back, or choose another folder with --out.");
        }
    }

    /// <summary>The plan of the same comparison without a site, whose patients are tested; of the rows that are there without it.</summary>
    /// <param name="site">The site.</param>
    /// <param name="split">Any split.</param>
    /// <exception cref="UserException">None of the rows is, or the configuration does not go without the site.</exception>
    public SegmentationPlan Without(string site, SplitFacts split)
    {
        RowKind[] kinds = [RowKind.RealAll, RowKind.FederatedAveraging, RowKind.Synthetic];
        string[] rows = [.. RowsOf(split).Where(row => kinds.Contains(row.Set) && (row.Label is null || LabelsOfAll.Any(label => label.Name == row.Label && label != SetLabel.Union))).Select(row => row.Selector)];
        if (rows.Length == 0)
        {
            throw new UserException("--leave-one-site-out has no row: --train-on names none that a site can be left out of.", "Add one, such as --train-on real-all.");
        }

        var without = request with
        {
            Overrides = [.. request.Overrides, $"sites.without=[{YamlValue.Quote(site)}]"],
            Union = false,
            Folds = null,
            LeaveOneSiteOut = false,
            TrainOn = rows,
        };
        return new SegmentationPlan(without, without.Read(without.Overrides), $"-without-{RunFolder.FileName(site)}", LeaveOneSiteOutTable.FolderOf(site));
    }

    /// <summary>The jobs of a split: the runs that its rows need, and the rows.</summary>
    /// <exception cref="UserException">A row is not there, or cannot have images, or the conditions are none to draw of.</exception>
    public IReadOnlyList<Job> Of(SplitFacts split)
    {
        var rows = RowsOf(split);
        if (experiment.Synthesis is { MixMasks: 0, Deform: 0 } && rows.FirstOrDefault(row => row.Set == RowKind.NewMasks) is { } empty)
        {
            throw new UserException(
                $"The row {empty.Name} would have no images, since synthesis.mix_masks is 0.", "Set it to 1 or more, or name the other rows with --train-on.");
        }

        if (experiment.Synthesis.Deform > 0 && rows.FirstOrDefault(row => row.Set == RowKind.OwnMasks) is { } changed)
        {
            throw new UserException(
                $"The row {changed.Name} would have no images, since synthesis.deform is {YamlValue.Of(experiment.Synthesis.Deform)} and changes all masks.",
                "Set it to 0, or name the other rows with --train-on.");
        }

        var trained = LabelsOf(rows).SelectMany(label => RunsOf(label, split)).DistinctBy(job => job.Name).ToList();
        if (trained.Count > 0)
        {
            // Conditions of which nothing can be drawn are refused before anything is trained on them.
            _ = new ConditionLayout(experiment.Data);
        }

        var done = trained.Where(job => job.IsDone).Select(job => job.Name).ToHashSet();
        return [.. trained, .. rows.GroupBy(row => (row.Set, row.Label)).Select(group => RowsJob(split, [.. group], rows, done))];
    }

    /// <summary>The job that writes the tables.</summary>
    /// <param name="splits">All splits, in the order of the tables.</param>
    /// <param name="jobs">All jobs of all splits.</param>
    /// <exception cref="UserException">Nothing tells the splits apart.</exception>
    public Job Tables(IReadOnlyList<SplitFacts> splits, IReadOnlyList<Job> jobs)
    {
        var labels = LabelsOf(RowsOf(splits[0]));
        if (splits.Count > 1 && labels.Count == 0)
        {
            throw new UserException(
                $"--splits {string.Join(",", splits.Select(s => s.Split))} are several, and no row of --train-on has synthetic images, by whose runs splits are told apart.",
                "Give one split, or add a row such as --train-on synthetic:AsynDGAN.");
        }

        string[] arguments =
        [
            .. Evaluation(splits[0], [.. labels.Select(label => Synthetic(label, splits))]), .. TrainOn(Selectors(splits[0])),
        ];
        var needed = jobs.Where(job => job.Kind == JobKind.Rows).Select(job => job.Name);
        return new Job(tables, JobKind.Tables, [.. needed], 1, () => arguments) { Tables = TablesFolder };
    }

    private IReadOnlyList<ComparisonRow> RowsOf(SplitFacts split) => RowsOf(split, Selectors(split) is { Count: > 0 } selectors ? selectors : ["all"], Labels);

    private static IReadOnlyList<ComparisonRow> RowsOf(SplitFacts split, IReadOnlyList<string> selectors, IEnumerable<SetLabel> labels) =>
        ComparisonRow.Select(selectors, [.. split.Sites.Select(site => site.Name)], [.. labels.Select(label => label.Name)]);

    /// <summary>
    /// The rows as eval-seg is told them; none where it takes all. With folds, all are those without folds and, of our set and the
    /// folds', own and new masks each by themselves.
    /// </summary>
    private IReadOnlyList<string> Selectors(SplitFacts split)
    {
        if (request.Folds is null)
        {
            return request.TrainOn;
        }

        string[] all =
        [
            .. RowsOf(split, ["all"], LabelsOfAll).Select(SelectorOf).Distinct(),
            .. LabelsOfFolds.Prepend(SetLabel.Ours).SelectMany(label => new[] { RowKind.OwnMasks, RowKind.NewMasks }.Select(set => new ComparisonRow(set, Label: label.Name).Selector)),
        ];
        return request.TrainOn.Count == 0 ? [.. all.Distinct()] : [.. request.TrainOn.SelectMany(selector => selector == "all" ? all : [selector]).Distinct()];
    }

    private static string SelectorOf(ComparisonRow row) => row.Selector.Length > 0 ? row.Selector : row.GroupSelector;

    private static IEnumerable<string> TrainOn(IEnumerable<string> selectors) => selectors.SelectMany(selector => new[] { "--train-on", selector });

    private IReadOnlyList<SetLabel> LabelsOf(IReadOnlyList<ComparisonRow> rows) => [.. Labels.Where(label => rows.Any(row => row.Label == label.Name))];

    private IEnumerable<Job> RunsOf(SetLabel label, SplitFacts split) => Runs(label, split).SelectMany(run => runs.Of(
        run.Name, [.. request.Overrides, $"data.split_seed={split.Split}", .. run.Overrides], run.Steps ?? split.Steps,
        (long)(run.Sites.Count == 1 && label == SetLabel.Union ? 1 : split.Sites.Count) * experiment.Training.BatchSize * experiment.Training.DiscriminatorSteps,
        Drawn(run, split) * (experiment.Synthesis.PerMask + experiment.Synthesis.MixMasks), run.Conditions, split.Finished));

    private IEnumerable<SetLabel.RunOfSet> Runs(SetLabel label, SplitFacts split) => label.RunsOf(split).Select(run => run with
    {
        Name = run.Name + suffix,

        // A site alone is told from the sites that are left out.
        Overrides = label == SetLabel.Union && experiment.Sites.Without.Count > 0 ? ["sites.without=[]", .. run.Overrides] : run.Overrides,
    });

    private static long Drawn(SetLabel.RunOfSet run, SplitFacts split)
    {
        var seen = run.Sites.Sum(site => (long)site.TrainingSamples);
        return run.Conditions == SynthesisConditions.Seen ? seen : split.Sites.Sum(site => (long)site.TrainingSamples) - seen;
    }

    /// <summary>The rows of one kind and label; where they are cut to the smallest, they wait for the sets of the whole table.</summary>
    private Job RowsJob(SplitFacts split, IReadOnlyList<ComparisonRow> rows, IReadOnlyList<ComparisonRow> table, HashSet<string> done)
    {
        var set = rows[0].Set;
        var labels = LabelsOf(CutsToSmallest ? table : rows);
        string[] needed = [.. labels.SelectMany(label => Runs(label, split)).Select(run => RunJobs.DrawingOf(run.Name, run.Conditions)).Distinct()];
        string[] synthetic = [.. labels.Select(label => Synthetic(label, [split]))];
        var seeds = SegmentationStudy.Seeds(rows[0], Seeded(split)).Count;
        var networks = set switch { RowKind.FederatedAveraging => split.Sites.Count, RowKind.Threshold => 0, _ => rows.Count };
        string[] own = [.. rows.Select(SelectorOf).Distinct()];
        string[] arguments =
        [
            .. Evaluation(split, synthetic), "--rows-only",
            .. CutsToSmallest
                ? TrainOn(Selectors(split)).Concat(own.SelectMany(selector => new[] { "--rows", selector }))
                : TrainOn(own),
        ];
        return new Job(
            $"{NameOf(rows[0])}-{split.Split}{suffix}", JobKind.Rows, needed,
            1 + (double)networks * seeds * experiment.Segmentation.Steps * experiment.Segmentation.BatchSize, () => arguments)
        {
            Trainings = rows.Count * seeds,
            // Without a site its number of images is not the data's that are loaded here.
            IsDone = needed.All(done.Contains) && (suffix.Length == 0 || experiment.Segmentation.Images == default) && split.Finished?.AreScored(TablesFolder, Seeded(split), synthetic, rows, CutsToSmallest ? table : rows, Tested) == true,
        };
    }

    private static string NameOf(ComparisonRow row) => row.Set switch
    {
        RowKind.RealAll => "real-all",
        RowKind.RealSubset => "real-subsets",
        RowKind.FederatedAveraging => "fedavg",
        RowKind.Synthetic => $"synthetic-{row.Label}",
        RowKind.OwnMasks => $"own-masks-{row.Label}",
        RowKind.NewMasks => $"new-masks-{row.Label}",
        RowKind.RealSubsetAndSynthetic => $"real-subsets-and-{row.Label}",
        RowKind.Threshold => "threshold",
        _ => throw new ArgumentOutOfRangeException(nameof(row), row.Set, "no such training set"),
    };

    private string Seeds => $"segmentation.seeds={YamlValue.Of(request.Seeds.Count > 0 ? request.Seeds : experiment.Segmentation.Seeds)}";

    /// <summary>The configuration of a split's rows.</summary>
    private Experiment Seeded(SplitFacts split) => request.Read([.. request.Overrides, $"data.split_seed={split.Split}", Seeds]);

    /// <summary>A command of eval-seg; of several splits the first is named, and the runs of synthetic sets say theirs themselves.</summary>
    private IEnumerable<string> Evaluation(SplitFacts split, IReadOnlyList<string> synthetic) =>
    [
        "eval-seg", "--config", request.ConfigOfParts, .. RunJobs.Set([.. request.Overrides, $"data.split_seed={split.Split}", Seeds]),
        .. synthetic.SelectMany(text => new[] { "--synthetic", text }), "--part", Tested.ToString().ToLowerInvariant(), "--out", TablesFolder,
    ];

    private string Synthetic(SetLabel label, IEnumerable<SplitFacts> splits) =>
        $"{label.Name}={string.Join(',', splits.Select(split => string.Join('+', Runs(label, split).Select(PathOf))))}";

    /// <summary>A run stands for the set that it draws of what it has seen.</summary>
    private string PathOf(SetLabel.RunOfSet run) =>
        run.Conditions == SynthesisConditions.Seen ? runs.Folder(run.Name) : runs.SetOf(run.Name, run.Conditions);
}
