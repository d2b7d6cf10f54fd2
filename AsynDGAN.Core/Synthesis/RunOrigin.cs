using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Synthesis;

/// <summary>Where a synthetic set's generator comes from.</summary>
/// <param name="Run">The run's folder; null: no run, the weights alone.</param>
/// <param name="Weights">The generator's file; null: the run's, its moving average where there is one.</param>
/// <param name="Configuration">The configuration's file, named where there is no run.</param>
public sealed record RunOrigin(string? Run, string? Weights, string Configuration)
{
    private static readonly string[] Free = ["data.root", "data.resident", "data.cache", "data.on_error", "sites.key_file"];
    private static readonly string[] Sections = ["data.", "sites.", "generator."];

    /// <summary>Finds the weights, and checks that the run was made with this configuration.</summary>
    /// <returns>The weights' file.</returns>
    /// <exception cref="UserException">There is no trained run, it was made with another configuration, or there are no weights.</exception>
    internal string Check(Experiment experiment)
    {
        var found = Weights ?? OfRun();
        if (!File.Exists(found))
        {
            throw new UserException($"There are no weights in '{found}'.", "Name a generator's file in safetensors with --weights.");
        }

        if (Run is not null)
        {
            CheckConfiguration(RunFolder.At(Run), experiment);
        }

        return found;
    }

    /// <summary>The images that training took through the generator together: the run's, or where there is none the configuration's.</summary>
    internal int BatchSize(Experiment experiment) =>
        (Run is null ? experiment : ExperimentReader.Read(RunFolder.At(Run).Configuration, [])).Training.BatchSize;

    private string OfRun()
    {
        var folder = RunFolder.At(Run!);
        return new[] { folder.AverageWeights, folder.GeneratorWeights }.FirstOrDefault(File.Exists)
            ?? throw new UserException(
                $"There is no trained run in '{folder.Root}'.",
                $"Train it first: asyndgan train --config {Configuration} --out {Run}, or name another with --run.");
    }

    private void CheckConfiguration(RunFolder folder, Experiment experiment)
    {
        if (!File.Exists(folder.Configuration))
        {
            throw new UserException(
                $"There is no run in '{folder.Root}'.", "Name one with --run, or a folder for the data set alone with --out.");
        }

        var differences = ExperimentDifference.Between(ExperimentReader.Read(folder.Configuration, []), experiment)
            .Where(d => (Sections.Any(d.Key.StartsWith) || d.Key == "seed") && !Free.Contains(d.Key))
            .Select(d => $"\n  {d.Key}: {d.Old} in the run, {d.New} now")
            .ToList();
        if (differences.Count > 0)
        {
            throw new UserException(
                $"The run in '{folder.Root}' was made with another configuration:{string.Concat(differences)}",
                $"Use the run's own: --config {Path.Combine(Run!, Path.GetFileName(folder.Configuration))}.");
        }
    }
}
