using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Core.Comparison;

/// <summary>One split of the patients with the synthetic sets that were made on it: the i-th run of every label.</summary>
/// <param name="Experiment">The configuration with the runs' split.</param>
/// <param name="Runs">The folders of each label's runs; several are joined.</param>
internal sealed record Replicate(Experiment Experiment, IReadOnlyDictionary<string, IReadOnlyList<string>> Runs)
{
    /// <summary>What each run is called in tables and files: the end of its path that no other run of the comparison shares.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    /// <summary>The replicates of the runs given.</summary>
    /// <param name="experiment">The configuration; its split where no run is given.</param>
    /// <param name="synthetic">Texts <c>LABEL=RUN</c>; a comma lists replicates, a plus joins sets.</param>
    /// <exception cref="UserException">A text or a run is at fault, or the labels' runs do not pair.</exception>
    public static IReadOnlyList<Replicate> Of(Experiment experiment, IReadOnlyList<string> synthetic)
    {
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
            if (replicates.SelectMany(r => r).GroupBy(Path.GetFullPath, FileNameCase.Comparer).FirstOrDefault(g => g.Count() > 1) is { } same)
            {
                throw new UserException($"--synthetic {label} names the run '{same.First()}' twice.", "Name each run once.");
            }
        }

        var names = ShortNames([.. labels.SelectMany(l => l.Replicates).SelectMany(r => r).Distinct()]);
        var count = labels.Count == 0 ? 1 : labels[0].Replicates.Count;
        return [.. Enumerable.Range(0, count).Select(i => Pair(experiment, labels.ToDictionary(l => l.Label, l => l.Replicates[i])) with { Names = names })];
    }

    /// <summary>The last folder of each path, with as many above as tell it from the others.</summary>
    private static Dictionary<string, string> ShortNames(IReadOnlyList<string> runs)
    {
        var parts = runs.ToDictionary(run => run, run => Path.GetFullPath(run).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries));
        return runs.ToDictionary(run => run, run =>
        {
            var others = parts.Values.Where(other => !other.SequenceEqual(parts[run])).ToList();
            var length = Enumerable.Range(1, Math.Max(1, parts[run].Length))
                .FirstOrDefault(n => others.All(other => !other.TakeLast(n).SequenceEqual(parts[run].TakeLast(n))), parts[run].Length);
            return string.Join('/', parts[run].TakeLast(length));
        });
    }

    private static (string Label, IReadOnlyList<IReadOnlyList<string>> Replicates) Parse(string text)
    {
        var equals = text.IndexOf('=');
        var label = equals < 0 ? "" : text[..equals].Trim();
        var runs = text[(equals + 1)..].Split(',').Select(r => (IReadOnlyList<string>)r.Split('+')).ToList();
        return label.Length > 0 && runs.All(r => r.All(folder => folder.Length > 0))
            ? (label, runs)
            : throw new UserException($"--synthetic {text}: write it as LABEL=RUN, such as AsynDGAN=runs/lgg.");
    }

    private static Replicate Pair(Experiment experiment, IReadOnlyDictionary<string, IReadOnlyList<string>> runs)
    {
        var configurations = runs.Values.SelectMany(r => r).Select(run => (Run: run, Experiment: ConfigurationOf(run))).ToList();
        if (configurations.Count == 0)
        {
            return new Replicate(experiment, runs);
        }

        var seeds = configurations.Select(c => c.Experiment.Data.SplitSeed).Distinct().ToList();
        if (seeds.Count > 1)
        {
            throw new UserException(
                $"Runs that are compared have different splits: {string.Join(", ", configurations.Select(c => $"{c.Run} has split_seed {c.Experiment.Data.SplitSeed}"))}.",
                "Order the runs of all labels alike, so that those with one split stand at one place.");
        }

        var replicate = new Replicate(experiment with { Data = experiment.Data with { SplitSeed = seeds[0] } }, runs);
        foreach (var (run, _) in configurations)
        {
            RefuseOther(Dependence.ComparedData.Of(replicate.Experiment), run);
        }

        return replicate;
    }

    private static Experiment ConfigurationOf(string run)
    {
        var path = Path.Combine(run, "config.yaml");
        return File.Exists(path)
            ? ExperimentReader.Read(path, [])
            : throw new UserException($"'{run}' is no run: it has no config.yaml{GivenPath.Resolved(run)}.", "Make one by: asyndgan train --config FILE --out " + run);
    }

    /// <summary>A run made on other data, or cut up otherwise, may have seen the patients that are tested on.</summary>
    /// <param name="now">The data that are compared on.</param>
    /// <param name="run">The run's folder.</param>
    /// <returns>What could not be compared, in one warning; else null.</returns>
    /// <exception cref="UserException">The run's data are others.</exception>
    public static string? RefuseOther(Identity now, string run)
    {
        var comparison = now.ComparedWith(RunIdentity.Stored(RunFolder.At(run)));
        return comparison.Different.Count == 0
            ? comparison.Doubt($"the run '{run}'")
            : throw new UserException($"The run '{run}' was made on other data:{comparison.Lines("in the run")}", "Compare runs of one data configuration.");
    }
}
