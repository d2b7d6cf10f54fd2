using System.CommandLine;
using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Synthesis;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan synthesize</c>.</summary>
internal static class SynthesizeCommand
{
    public static Command Create()
    {
        var configuration = new ConfigurationOptions();
        var run = new Option<string?>("--run") { Description = "the run whose generator draws, with its own configuration where --config is left out [default: runs/<name>]", HelpName = "DIR" };
        var output = new Option<string?>("--out") { Description = "the data set's folder [default: synthetic in the run's, or synthetic-left-out by synthesis.conditions]", HelpName = "DIR" };
        var weights = new Option<string?>("--weights")
        {
            Description = "a generator in safetensors, instead of the run's; with --out and without --run no run is needed",
            HelpName = "FILE",
        };
        var format = new Option<string>("--format") { Description = "manifest (CSV, PNG) or nnunet (nnU-Net's raw layout)", DefaultValueFactory = _ => "manifest" };
        format.AcceptOnlyFromAmong("manifest", "nnunet");
        var resume = new Option<bool>("--resume") { Description = "goes on with a data set that was begun" };
        var overwrite = new Option<bool>("--overwrite") { Description = "replaces a data set that is there" };
        var signal = CheckpointSignal.Option();
        var command = new Command("synthesize", "Draws a synthetic data set with a trained generator.") { run, output, weights, format, resume, overwrite, signal };
        configuration.AddTo(command);
        command.SetAction(parsed => CommandRun.Of(parsed, display =>
        {
            var (resumes, overwrites) = (parsed.GetValue(resume), parsed.GetValue(overwrite));
            if (resumes && overwrites)
            {
                throw new UserException("--resume and --overwrite exclude each other.", "Go on with the data set, or replace it.");
            }

            using var interruption = new Interruption(display, CheckpointSignal.Of(parsed.GetValue(signal)!));
            var config = parsed.GetValue(configuration.Config) ?? ConfigurationOf(parsed.GetValue(run));
            var experiment = ExperimentReader.Read(config, parsed.GetValue(configuration.Set)!);
            var (file, folder) = (parsed.GetValue(weights), parsed.GetValue(output));
            var needsRun = file is null || folder is null;
            var source = parsed.GetValue(run) ?? (needsRun ? Path.Combine("runs", experiment.Name) : null);
            var origin = new RunOrigin(source, file, config);
            if (NativeRuntime.Prepare() is { } warning)
            {
                display.Warn(warning);
            }

            var path = folder ?? RunFolder.At(source!).SyntheticSetOf(experiment.Synthesis.Conditions);
            var nnUnet = parsed.GetValue(format) == "nnunet";
            if (experiment.Data.Source != DataSource.Gaussian)
            {
                var synthesiser = new Synthesiser(experiment, origin, nnUnet, display);
                return Draw(stop => synthesiser.Execute(path, resumes, overwrites, stop), (outcome, folder) => Images(outcome, folder, experiment), resumes, interruption, display);
            }

            if (nnUnet)
            {
                throw new UserException("--format nnunet is for images; data.source: gaussian has points.", "Leave --format out.");
            }

            var points = new PointSynthesiser(experiment, origin, display);
            return Draw(stop => points.Execute(path, resumes, overwrites, stop), Points, resumes, interruption, display);
        }));
        return command;
    }

    /// <summary>A run's own configuration, where none is given.</summary>
    private static string ConfigurationOf(string? run)
    {
        if (run is null)
        {
            throw new UserException("--config FILE and --run DIR are both missing.", "Give the run's folder, whose own configuration is then used, or a configuration.");
        }

        var path = RunFolder.At(run).Configuration;
        return File.Exists(path)
            ? path
            : throw new UserException($"There is no run in '{run}': it has no config.yaml{GivenPath.Resolved(run)}.", "Name the folder of a run with --run.");
    }

    private static CommandEnd Draw(Func<CancellationToken, SynthesisOutcome> execute, Func<SynthesisOutcome, string, string> told, bool resumes, Interruption interruption, IRunDisplay display)
    {
        try
        {
            var outcome = execute(interruption.Token);
            display.Say(told(outcome, Path.GetRelativePath(Environment.CurrentDirectory, outcome.Folder)));
            return new CommandEnd(outcome.Finished ? ExitCodes.Done : interruption.ExitCode, outcome.Folder, new { outcome.Images, outcome.Planned });
        }
        catch (OperationCanceledException)
        {
            display.Say("Stopped before drawing began; nothing was written.");
            return NotBegun(interruption.ExitCode, resumes);
        }
    }

    /// <summary>The end of a drawing that was stopped before it began; what a set that goes on has is not known then.</summary>
    internal static CommandEnd NotBegun(int exitCode, bool resumes) => new(exitCode, Figures: new { Images = resumes ? null : (int?)0, Planned = (int?)null });

    private static string Images(SynthesisOutcome outcome, string folder, Experiment experiment) => outcome.Finished
        ? $"Drew {outcome.Images} images ({outcome.Planned - outcome.Images} left out for want of {experiment.Data.Words().Object} or of a new mask) into {folder}: "
            + $"manifest.csv, card.md, contact-sheet.png. {(experiment.Synthesis.Conditions == SynthesisConditions.LeftOut ? "They are to measure by, and not to be released" : "Train on them next")}: asyndgan eval-seg."
        : Stopped(outcome, "images", folder);

    private static string Points(SynthesisOutcome outcome, string folder) => outcome.Finished
        ? $"Drew {outcome.Images} points into {folder}: samples.csv, samples.png. Compare them next: asyndgan eval-gaussian."
        : Stopped(outcome, "points", folder);

    private static string Stopped(SynthesisOutcome outcome, string what, string folder) =>
        $"Stopped with {outcome.Images} {what} in {folder}; nothing is lost. The same command with --resume (in place of --overwrite) goes on.";
}
