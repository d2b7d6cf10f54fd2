using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Segmentation;

/// <summary>One split of the patients with the synthetic sets that were made on it: the i-th run of every label.</summary>
/// <param name="Experiment">The configuration with the runs' split.</param>
/// <param name="Runs">The folders of each label's runs; several are joined.</param>
internal sealed record Replicate(Experiment Experiment, IReadOnlyDictionary<string, IReadOnlyList<string>> Runs)
{
    /// <summary>The replicates of the runs given.</summary>
    /// <param name="experiment">The configuration; its split where no run is given.</param>
    /// <param name="synthetic">Texts <c>LABEL=RUN</c>; a comma lists replicates, a plus joins sets.</param>
    /// <exception cref="UserException">A text or a run is at fault, or the labels' runs do not pair.</exception>
    public static IReadOnlyList<Replicate> Of(Experiment experiment, IReadOnlyList<string> synthetic)
    {
        var labels = synthetic.Select(Parse).ToList();
        if (labels.GroupBy(l => l.Label).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new UserException($"--synthetic {twice.Key} is given twice.", "List a label's runs in one option, separated by commas.");
        }

        if (labels.Select(l => l.Replicates.Count).Distinct().Count() > 1)
        {
            throw new UserException(
                $"The labels have different numbers of runs: {string.Join(", ", labels.Select(l => $"{l.Label} {l.Replicates.Count}"))}.",
                "Give as many runs for each label; the first of each belong together, then the second.");
        }

        var count = labels.Count == 0 ? 1 : labels[0].Replicates.Count;
        return [.. Enumerable.Range(0, count).Select(i => Pair(experiment, labels.ToDictionary(l => l.Label, l => l.Replicates[i])))];
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
        foreach (var (run, configuration) in configurations)
        {
            RefuseOtherData(experiment, run, configuration);
        }

        if (configurations.Count == 0)
        {
            return new Replicate(experiment, runs);
        }

        var seeds = configurations.Select(c => c.Experiment.Data.SplitSeed).Distinct().ToList();
        return seeds.Count == 1
            ? new Replicate(experiment with { Data = experiment.Data with { SplitSeed = seeds[0] } }, runs)
            : throw new UserException(
                $"Runs that are compared have different splits: {string.Join(", ", configurations.Select(c => $"{c.Run} has split_seed {c.Experiment.Data.SplitSeed}"))}.",
                "Order the runs of all labels alike, so that those with one split stand at one place.");
    }

    private static Experiment ConfigurationOf(string run)
    {
        var path = Path.Combine(run, "config.yaml");
        return File.Exists(path)
            ? ExperimentReader.Read(path, [])
            : throw new UserException($"'{run}' is no run: it has no config.yaml.", "Make one by: asyndgan train --config FILE --out " + run);
    }

    /// <summary>A run made on other data, or cut up otherwise, may have seen the patients that are tested on.</summary>
    private static void RefuseOtherData(Experiment experiment, string run, Experiment configuration)
    {
        string[] free = ["data.root", "data.resident", "data.cache", "data.on_error", "data.split_seed"];
        var differences = ExperimentDifference.Between(configuration, experiment)
            .Where(d => d.Key.StartsWith("data.", StringComparison.Ordinal) && !d.Key.StartsWith("data.augment.", StringComparison.Ordinal))
            .Where(d => !free.Contains(d.Key))
            .Select(d => $"\n  {d.Key}: {d.Old} in the run, {d.New} now")
            .ToList();
        if (differences.Count > 0)
        {
            throw new UserException($"The run '{run}' was made on other data:{string.Concat(differences)}", "Compare runs of one data configuration.");
        }
    }
}
