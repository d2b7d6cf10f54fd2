using System.Text.RegularExpressions;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Synthesis;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison;

/// <summary>One split of the patients with the synthetic sets that were made on it: the i-th of every label.</summary>
/// <param name="Experiment">The configuration with the sets' split, and no fold of it left out.</param>
/// <param name="Sets">Each label's sets; several are joined.</param>
internal sealed partial record Replicate(Experiment Experiment, IReadOnlyDictionary<string, IReadOnlyList<GivenSet>> Sets)
{
    /// <summary>What each set is called in tables and files: the end of its path that no other of the comparison shares.</summary>
    public IReadOnlyDictionary<GivenSet, string> Names { get; init; } = new Dictionary<GivenSet, string>();

    /// <summary>The replicates of the sets given.</summary>
    /// <param name="experiment">The configuration; its split where no set is given. All its training patients are compared on, whatever its fold.</param>
    /// <param name="synthetic">Texts <c>LABEL=PATH</c>, of a run or of a set's own folder; a comma lists replicates, a plus joins sets.</param>
    /// <exception cref="UserException">A text, a run or a set is at fault, or the labels' sets do not pair.</exception>
    public static IReadOnlyList<Replicate> Of(Experiment experiment, IReadOnlyList<string> synthetic)
    {
        experiment = experiment with { Data = experiment.Data with { Fold = new FoldOptions() } };
        var labels = synthetic.Select(Parse).ToList();
        if (labels.GroupBy(l => l.Label, FileNameCase.Comparer).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new UserException($"--synthetic {twice.Key} is given twice.", "List a label's runs in one option, separated by commas.");
        }

        if (labels.Select(l => l.Replicates.Count).Distinct().Count() > 1)
        {
            throw new UserException(
                $"The labels have different numbers of runs: {string.Join(", ", labels.Select(l => $"{l.Label} {l.Replicates.Count}"))}.",
                "Give as many runs for each label; the first of each belong together, then the second.");
        }

        foreach (var (label, replicates) in labels)
        {
            if (replicates.SelectMany(r => r).GroupBy(set => RealPath.Of(set.Folder), FileNameCase.Comparer).FirstOrDefault(g => g.Count() > 1) is { } same)
            {
                throw new UserException($"--synthetic {label} names the {same.First().InWords} twice.", "Name each once.");
            }
        }

        var names = ShortNames([.. labels.SelectMany(l => l.Replicates).SelectMany(r => r).Distinct()]);
        var count = labels.Count == 0 ? 1 : labels[0].Replicates.Count;
        IReadOnlyList<Replicate> paired = [.. Enumerable.Range(0, count).Select(i => Pair(experiment, labels.ToDictionary(l => l.Label, l => l.Replicates[i])) with { Names = names })];
        RefuseOneSplit(paired);
        return paired;
    }

    /// <summary>The configuration as a folder of results records it: that of the first replicate, whose split was used.</summary>
    /// <param name="experiment">The configuration as given; where sets are given it is their splits that count.</param>
    /// <param name="replicates">Its replicates.</param>
    /// <param name="display">Warned where the configuration's split is none of theirs.</param>
    public static Experiment Recorded(Experiment experiment, IReadOnlyList<Replicate> replicates, IRunDisplay display)
    {
        int[] splits = [.. replicates.Select(replicate => replicate.Experiment.Data.SplitSeed).Distinct()];
        if (!splits.Contains(experiment.Data.SplitSeed))
        {
            display.Warn($"data.split_seed is {experiment.Data.SplitSeed}, and the synthetic sets are of split {string.Join(", ", splits)}, which is used.");
        }

        return replicates[0].Experiment;
    }

    /// <summary>The configuration of the first set that is given.</summary>
    /// <param name="synthetic">As above, at least one.</param>
    /// <exception cref="UserException">The first text is at fault, or names neither a run nor a set.</exception>
    public static Experiment FirstConfiguration(IReadOnlyList<string> synthetic) => Parse(synthetic[0]).Replicates[0][0].Configuration();

    /// <summary>The folder of the run in which the first set lies; null where none is given, or it lies in no run's.</summary>
    /// <param name="synthetic">As above.</param>
    /// <exception cref="UserException">The first text is at fault.</exception>
    public static string? FirstRun(IReadOnlyList<string> synthetic) =>
        synthetic.Count > 0 && Parse(synthetic[0]).Replicates[0][0].Run is { } run && FolderKind.Run.Is(run) ? run : null;

    /// <summary>What a label's sets are called in tables and files: the split, and where there is a label its sets.</summary>
    public string NameOf(string? label) => NameOf(Experiment.Data.SplitSeed, label is null ? [] : [.. Sets[label].Select(set => Names[set])]);

    /// <summary>What a training is called in tables and files.</summary>
    /// <param name="split">The split of the patients.</param>
    /// <param name="sets">The names of the sets that it is trained on; none for real images.</param>
    /// <param name="seed">The segmentation seed.</param>
    public static string NameOf(int split, IReadOnlyList<string> sets, int seed) => Seeded(NameOf(split, sets), seed);

    /// <summary>The name of a replicate's training with a seed.</summary>
    public static string Seeded(string name, int seed) => $"{name}, seed {seed}";

    /// <summary>Whether a training can be called so.</summary>
    public static bool IsName(string text) => TrainingName().IsMatch(text);

    [GeneratedRegex("^split -?[0-9]+(, .+)?, seed -?[0-9]+$")]
    private static partial Regex TrainingName();

    private static string NameOf(int split, IReadOnlyList<string> sets) => $"split {split}{(sets.Count == 0 ? "" : ", " + string.Join("+", sets))}";

    /// <summary>The data as a set's run cut and numbered them, where they lie now.</summary>
    /// <exception cref="UserException">The set has no configuration, or it is damaged.</exception>
    public Experiment AsOfRun(GivenSet set)
    {
        var run = set.Configuration();
        return Experiment with { Seed = run.Seed, Sites = run.Sites, Data = Experiment.Data with { Fold = run.Data.Fold } };
    }

    /// <summary>Loads all sites' data, whatever the mode of the configuration, to be tested or measured on.</summary>
    /// <param name="asDrawn">Whether held-out pictures are cut into patches where the training pictures are, as drawings are; else they are whole, and every slice is kept.</param>
    /// <param name="device">Where pairs are given out.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="UserException">The data are at fault, or a run was made on another split.</exception>
    public Dataset Load(bool asDrawn, Device device, IRunDisplay display, CancellationToken stop)
    {
        var distributed = Experiment with { Sites = Experiment.Sites with { Mode = SiteMode.Distributed, Only = null } };
        var data = LoadingProgress.Load(display, stop, progress => Dataset.Load(distributed, device, progress, everySlice: !asDrawn || Experiment.Data.Patch.Size is null));
        foreach (var set in Sets.Values.SelectMany(sets => sets))
        {
            set.RefuseOtherSplit(data.Split);
        }

        return data;
    }

    /// <summary>Refuses a set that was made on other data than these, and warns of what could not be compared.</summary>
    /// <exception cref="UserException">Something differs.</exception>
    public void Check(GivenSet given, SyntheticSet set, Dataset data, IRunDisplay display)
    {
        var now = Dependence.ComparedData.Of(Experiment).With(DataIdentity.Of(data));
        foreach (var doubt in new[] { given.RefuseOtherRun(now), set.RefuseOther(now) }.OfType<string>())
        {
            display.Warn(doubt);
        }
    }

    /// <summary>Refuses sets that were made on other data than another replicate's, as far as it can be told before the data are read as this split has them.</summary>
    /// <param name="labels">Whose sets.</param>
    /// <param name="other">The other replicate.</param>
    /// <param name="data">Its data.</param>
    /// <exception cref="UserException">Something differs, or a set is missing, unfinished or damaged.</exception>
    public void RefuseOtherData(IEnumerable<string> labels, Replicate other, IRunData data)
    {
        var isOfItsSplit = Experiment.Data.SplitSeed == other.Experiment.Data.SplitSeed;

        // Which cases have slices that are used depends on the split, too.
        var now = Dependence.ComparedData.Of(Experiment).With(DataIdentity.Of(data).Where(part => isOfItsSplit || part.Part is Identity.Data or Identity.Preparation));
        foreach (var set in labels.SelectMany(label => Sets[label]))
        {
            if (isOfItsSplit)
            {
                set.RefuseOtherSplit(data.Split);
            }

            set.RefuseOtherRun(now);
            SyntheticSet.Of(set).RefuseOther(now);
        }
    }

    /// <summary>Refuses sets of which a row would have no image, by their manifests.</summary>
    /// <param name="table">All rows of the table.</param>
    /// <exception cref="UserException">A set is missing, unfinished or damaged, or has no masks of a row's kind.</exception>
    public void RefuseEmpty(IReadOnlyList<ComparisonRow> table)
    {
        foreach (var row in table.Where(row => row.Label is not null))
        {
            foreach (var set in Sets[row.Label!].Select(SyntheticSet.Of))
            {
                _ = row.Set switch { RowKind.OwnMasks => set.OwnMasks, RowKind.NewMasks => set.NewMasks, _ => set.All };
            }
        }
    }

    /// <summary>Refuses a label of which two sets have the same drawings: each would count twice.</summary>
    /// <param name="label">The label.</param>
    /// <param name="sets">All of its sets.</param>
    /// <param name="read">Gives what a set holds.</param>
    /// <exception cref="UserException">There are two.</exception>
    public static void RefuseSame(string label, IEnumerable<GivenSet> sets, Func<GivenSet, SyntheticSet> read)
    {
        if (sets.ToArray() is { Length: > 1 } several && several.GroupBy(set => read(set).Sha256).FirstOrDefault(same => same.Count() > 1) is { } same)
        {
            throw new UserException($"--synthetic {label}: {string.Join(" and ", same.Select(set => $"the {set.InWords}"))} have the same drawings.", "Name each set once.");
        }
    }

    /// <summary>The last folder of each path, or the last two, with as many above as tell it from the others.</summary>
    private static Dictionary<GivenSet, string> ShortNames(IReadOnlyList<GivenSet> sets)
    {
        var parts = sets.ToDictionary(set => set, set => Path.GetFullPath(set.Given).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries));
        return sets.ToDictionary(set => set, set =>
        {
            var others = parts.Values.Where(other => !other.SequenceEqual(parts[set])).ToList();
            var length = Enumerable.Range(LengthOf(set), Math.Max(1, parts[set].Length))
                .FirstOrDefault(n => others.All(other => !other.TakeLast(n).SequenceEqual(parts[set].TakeLast(n))), parts[set].Length);
            return string.Join('/', parts[set].TakeLast(length));
        });
    }

    /// <summary>A set's folder in a run is called by both.</summary>
    private static int LengthOf(GivenSet set) => set.Run is null || set.IsByItsRun ? 1 : 2;

    private static (string Label, IReadOnlyList<IReadOnlyList<GivenSet>> Replicates) Parse(string text)
    {
        var equals = text.IndexOf('=');
        var label = equals < 0 ? "" : text[..equals].Trim();
        var paths = text[(equals + 1)..].Split(',').Select(JoinedFolders.Of).ToList();
        return label.Length > 0 && paths.All(joined => joined.All(path => path.Length > 0))
            ? (label, [.. paths.Select(joined => (IReadOnlyList<GivenSet>)[.. joined.Select(GivenSet.At)])])
            : throw new UserException($"--synthetic {text}: write it as LABEL=RUN, such as AsynDGAN=runs/lgg.");
    }

    /// <summary>Refuses sets of two split seeds that give every patient the same part: counted as two splits, they would seem not to vary.</summary>
    private static void RefuseOneSplit(IReadOnlyList<Replicate> replicates)
    {
        if (replicates.Select(replicate => replicate.Experiment.Data.SplitSeed).Distinct().Count() == 1)
        {
            return;
        }

        var sets = replicates.SelectMany(replicate => replicate.Sets.Values.SelectMany(own => own).Select(set => (set.Given, Seed: replicate.Experiment.Data.SplitSeed, Parts: set.SplitDigest())));
        foreach (var alike in sets.Where(set => set.Parts is not null).GroupBy(set => set.Parts))
        {
            if (alike.DistinctBy(set => set.Seed).ToList() is [var one, var other, ..])
            {
                throw new UserException(
                    $"Runs that are compared are of one split: {one.Given} has split_seed {one.Seed} and {other.Given} {other.Seed}, and every patient has the same part in both.",
                    "Compare runs of one data.split_seed and several seeds: where the data or data.split prescribe the parts, or patients are few, another split_seed is no other split.");
            }
        }
    }

    private static Replicate Pair(Experiment experiment, IReadOnlyDictionary<string, IReadOnlyList<GivenSet>> sets)
    {
        var configurations = sets.Values.SelectMany(s => s).Distinct().ToDictionary(set => set, set => set.Configuration());
        if (configurations.Count == 0)
        {
            return new Replicate(experiment, sets);
        }

        var seeds = configurations.Values.Select(c => c.Data.SplitSeed).Distinct().ToList();
        if (seeds.Count > 1)
        {
            throw new UserException(
                $"Runs that are compared have different splits: {string.Join(", ", configurations.Select(c => $"{c.Key.Given} has split_seed {c.Value.Data.SplitSeed}"))}.",
                "Order the runs of all labels alike, so that those with one split stand at one place.");
        }

        foreach (var (label, joined) in sets)
        {
            FoldRules.Check(label, [.. joined.Select(set => (set.Given, configurations[set]))]);
            LeftOutSiteRules.Check(label, [.. joined.Select(set => (set.Given, configurations[set]))], experiment);
        }

        var replicate = new Replicate(experiment with { Data = experiment.Data with { SplitSeed = seeds[0] } }, sets);
        var now = Dependence.ComparedData.Of(replicate.Experiment);
        foreach (var set in configurations.Keys.Where(set => set.Run is not null))
        {
            set.RefuseOtherRun(now);
        }

        return replicate;
    }
}
