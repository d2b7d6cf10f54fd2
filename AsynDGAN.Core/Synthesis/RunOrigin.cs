using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Core.Synthesis;

/// <summary>Where a synthetic set's generator comes from.</summary>
/// <param name="Run">The run's folder; null: no run, the weights alone.</param>
/// <param name="Weights">The generator's file; null: the run's, its moving average where there is one.</param>
/// <param name="Configuration">The configuration's file, named where there is no run.</param>
public sealed record RunOrigin(string? Run, string? Weights, string Configuration)
{
    /// <summary>Finds the weights, and checks that the run was made with this configuration.</summary>
    /// <returns>The weights' file.</returns>
    /// <exception cref="UserException">There is no trained run, it was made with another configuration, or there are no weights.</exception>
    internal string Check(Experiment experiment)
    {
        var found = Weights ?? OfRun();
        if (!File.Exists(found))
        {
            throw new UserException(
                Directory.Exists(found) ? $"The weights '{found}' are a folder{GivenPath.Resolved(found)}." : $"There are no weights in '{found}'{GivenPath.Resolved(found)}.", "Name a generator's file in safetensors with --weights.");
        }

        if (Run is not null)
        {
            CheckConfiguration(RunFolder.At(Run), experiment);
        }

        if (Weights is null)
        {
            Checkpoint.RefuseOtherWeights(RunFolder.At(Run!), found);
        }

        return found;
    }

    /// <summary>What the generator was trained with: the run's configuration, or where there is none the given one.</summary>
    internal Experiment Trained(Experiment experiment) =>
        Run is not null && RunFolder.At(Run).Configuration is var file && File.Exists(file) ? ExperimentReader.Read(file, []) : experiment;

    /// <summary>
    /// The configuration with the run's own values of what made its generator and changes nothing of a drawing, so that a set says how
    /// its generator was trained. It is warned of values that were given and are others. How weights of another file were trained is not known by the
    /// run: only its batch size is taken, in which statistics of batch norm are computed.
    /// </summary>
    /// <param name="experiment">The configuration as it was given; where there is no run it stays so.</param>
    /// <param name="display">Warned.</param>
    /// <exception cref="UserException">The run's configuration is damaged.</exception>
    internal Experiment AsTrained(Experiment experiment, IRunDisplay display)
    {
        var run = Trained(experiment);
        if (Run is not null && Weights is not null && WeightsOf(RunFolder.At(Run)) is { } own && Digest.OfFile(own) != Digest.OfFile(Weights))
        {
            return experiment with { Training = experiment.Training with { BatchSize = run.Training.BatchSize } };
        }

        var trained = experiment with
        {
            Sites = experiment.Sites with { Questions = run.Sites.Questions },
            Discriminator = run.Discriminator,
            Loss = run.Loss,
            Boundary = experiment.Boundary with { Losses = run.Boundary.Losses },
            Training = run.Training with { Precision = experiment.Training.Precision },
        };
        string[] unused =
        [
            .. ExperimentKeys.Values(experiment).Zip(ExperimentKeys.Values(trained)).Where(key => key.First.Value != key.Second.Value)
                .Select(key => $"{key.First.Key} is the run's: {key.Second.Value}; {key.First.Value} has no effect"),
        ];
        if (unused.Length > 0)
        {
            display.Warn(string.Join(". ", unused));
        }

        return trained;
    }

    /// <summary>Checks, where there is a run, that it was trained on these data.</summary>
    /// <exception cref="UserException">A patient belongs to another part, or something that was read has changed since.</exception>
    internal void CheckData(Experiment experiment, IRunData data, IRunDisplay display)
    {
        if (Run is null)
        {
            return;
        }

        if (data.Split.Count > 0)
        {
            SplitFile.RefuseOther(Run, data.Split);
        }

        var folder = RunFolder.At(Run);
        var comparison = Dependence.Generator.Of(experiment).With(DataIdentity.Of(data)).ComparedWith(RunIdentity.Stored(folder));
        if (comparison.Different.Count > 0)
        {
            throw new UserException(
                $"The run in '{folder.Root}' was trained on other data:{comparison.Lines("in the run")}",
                "Restore them, or train anew: asyndgan train --overwrite.");
        }

        if (comparison.Doubt($"the run in '{folder.Root}'") is { } doubt)
        {
            display.Warn(doubt);
        }
    }

    /// <summary>The generator that a run draws by; null where it has none.</summary>
    public static string? WeightsOf(RunFolder run) => new[] { run.AverageWeights, run.GeneratorWeights }.FirstOrDefault(File.Exists);

    private string OfRun()
    {
        var folder = RunFolder.At(Run!);
        return WeightsOf(folder)
            ?? throw new UserException(
                $"There is no trained run in '{folder.Root}': it has no weights.", folder.HowToTrain(Configuration));
    }

    private void CheckConfiguration(RunFolder folder, Experiment experiment)
    {
        if (!File.Exists(folder.Configuration))
        {
            throw new UserException(
                $"There is no run in '{folder.Root}'.", "Name one with --run, or a folder for the data set alone with --out.");
        }

        var comparison = Dependence.Generator.Of(experiment).ComparedWith(RunIdentity.Stored(folder));
        if (comparison.Different.Count > 0)
        {
            throw new UserException(
                $"The run in '{folder.Root}' was made with another configuration:{comparison.Lines("in the run")}",
                $"Use the run's own: --config {ShellWord.Of(Path.Combine(Run!, Path.GetFileName(folder.Configuration)))}.");
        }
    }
}
