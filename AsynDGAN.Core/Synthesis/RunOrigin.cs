using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Synthesis;

/// <summary>The run that a synthetic set comes from.</summary>
internal static class RunOrigin
{
    private static readonly string[] Free = ["data.root", "data.resident", "data.on_error"];
    private static readonly string[] Sections = ["data.", "sites.", "generator.", "seed"];

    /// <summary>The generator's weights.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="weights">A file that is taken instead of the run's own.</param>
    /// <param name="experiment">The configuration now.</param>
    /// <exception cref="UserException">There is no trained run, or it was made with another configuration.</exception>
    public static string Of(string run, string? weights, Experiment experiment)
    {
        if (weights is not null)
        {
            return File.Exists(weights) ? weights : throw new UserException($"There are no weights in '{weights}'.");
        }

        var folder = RunFolder.At(run);
        var found = new[] { folder.AverageWeights, folder.GeneratorWeights }.FirstOrDefault(File.Exists)
            ?? throw new UserException(
                $"There is no trained run in '{folder.Root}'.", "Train it first: asyndgan train --config FILE, or name another with --run.");
        var differences = ExperimentDifference.Between(ExperimentReader.Read(folder.Configuration, []), experiment)
            .Where(d => Sections.Any(d.Key.StartsWith) && !Free.Contains(d.Key))
            .Select(d => $"\n  {d.Key}: {d.Old} in the run, {d.New} now")
            .ToList();
        return differences.Count == 0
            ? found
            : throw new UserException(
                $"The run in '{folder.Root}' was made with another configuration:{string.Concat(differences)}",
                "Use the run's own configuration, config.yaml in its folder.");
    }
}
