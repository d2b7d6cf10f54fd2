using System.CommandLine;
using System.Globalization;
using AsynDGAN.Core;
using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan train</c>.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var configuration = new ConfigurationOptions();
        var output = new Option<string?>("--out") { Description = "the run's folder [default: runs/<name>]", HelpName = "DIR" };
        var resume = new Option<bool>("--resume") { Description = "goes on from the run's last checkpoint; --config may be left out" };
        var overwrite = new Option<bool>("--overwrite") { Description = "replaces a run that is there" };
        var dryRun = new Option<bool>("--dry-run") { Description = "shows what would be trained, and trains nothing; refuses what a training would (where a run is there, give --resume or --overwrite too)" };
        var signal = CheckpointSignal.Option();
        var command = new Command("train", "Trains the generator from the sites' discriminators.") { output, resume, overwrite, dryRun, signal };
        configuration.AddTo(command);
        command.SetAction(parsed => CommandRun.Of(parsed, display =>
        {
            var (resumes, overwrites, plans) = (parsed.GetValue(resume), parsed.GetValue(overwrite), parsed.GetValue(dryRun));
            if (resumes && overwrites)
            {
                throw new UserException("--resume and --overwrite exclude each other.", "Go on with the run, or replace it.");
            }

            // From here on a signal waits for what can be stopped; a plan ends at once.
            var checkpoint = CheckpointSignal.Of(parsed.GetValue(signal)!);
            using var interruption = plans ? null : new Interruption(display, checkpoint);
            var experiment = parsed.GetValue(configuration.Config) is null ? null : configuration.Read(parsed);
            if (experiment is null && (!resumes || plans || parsed.GetValue(output) is null))
            {
                throw new UserException(
                    "--config FILE is missing.", "Only train --resume --out DIR can do without it" + (plans ? ", and that without --dry-run; name the run's own, DIR/config.yaml." : "."));
            }

            var path = parsed.GetValue(output) ?? Path.Combine("runs", experiment!.Name);
            if (NativeRuntime.Prepare() is { } warning)
            {
                display.Warn(warning);
            }

            if (plans)
            {
                // What could not begin, or go on, has no plan.
                using var goesOn = resumes ? TrainingRun.Resume(experiment, parsed.GetValue(configuration.Set)!, path, display) : null;
                if (!resumes)
                {
                    RunFolder.Create(path, overwrites);
                }

                return Plan(experiment!, goesOn, display);
            }

            using var run = resumes
                ? TrainingRun.Resume(experiment, parsed.GetValue(configuration.Set)!, path, display)
                : TrainingRun.Start(experiment!, path, overwrites, display);
            return Train(run, resumes, interruption!, display);
        }));
        return command;
    }

    private static CommandEnd Plan(Experiment experiment, TrainingRun? goesOn, IJobDisplay display)
    {
        TrainingPlan.Check(experiment, resumes: goesOn is not null);
        using var data = RunData.Load(experiment, DeviceChoice.Resolve("cpu"), new LoadingProgress(display));
        goesOn?.RefuseOtherData(data);

        // The plan has the others.
        CaseNote.Tell(data.Notes, _ => { }, display.Warn);
        if (TrainingRun.NothingToDraw(experiment) is { } warning)
        {
            display.Warn(warning);
        }

        var plan = TrainingPlan.Of(experiment, data);
        display.Answer(plan.ToText());
        return new CommandEnd(ExitCodes.Done, Figures: new { plan.Steps, plan.StepsPerEpoch, plan.GeneratorParameters, plan.DiscriminatorParameters, plan.BytesToCentre, plan.BytesToSites, plan.Memory });
    }

    private static CommandEnd Train(TrainingRun run, bool resumes, Interruption interruption, IRunDisplay display)
    {
        try
        {
            return Report(run.Execute(interruption.Token), TrainingRun.NothingToDraw(run.Experiment) is null, interruption, display);
        }
        catch (OperationCanceledException)
        {
            display.Say("Stopped before training began; " + (resumes ? "the run is as it was." : "nothing was written, so there is nothing to resume."));
            return NotBegun(interruption.ExitCode, resumes);
        }
    }

    /// <summary>The end of a training that was stopped before it began; what a run that goes on has done is not known then.</summary>
    internal static CommandEnd NotBegun(int exitCode, bool resumes)
    {
        var done = resumes ? null : (long?)0;
        return new CommandEnd(exitCode, Figures: new { StepsDone = done, Steps = (long?)null, Bytes = done, Report = (string?)null });
    }

    private static CommandEnd Report(TrainingOutcome outcome, bool canBeDrawnFrom, Interruption interruption, IRunDisplay display)
    {
        var folder = Path.GetRelativePath(Environment.CurrentDirectory, outcome.Folder.Root);
        if (!outcome.Finished)
        {
            display.Say($"Stopped after step {outcome.StepsDone} of {outcome.Steps}; nothing is lost. Go on with:\n"
                + $"  asyndgan train --resume --out {ShellWord.Of(folder)}");
            return End(interruption.ExitCode, null);
        }

        var report = Core.Reporting.RunReport.Write(outcome.Folder.Root);
        var next = canBeDrawnFrom
            ? $"\nDraw a data set next:\n  asyndgan synthesize --config {ShellWord.Of(Path.Combine(folder, "config.yaml"))} --run {ShellWord.Of(folder)}"
            : "";
        var bytes = outcome.Communication.Sum(t => t.Bytes) / 1e6;
        display.Say(string.Create(CultureInfo.InvariantCulture, $"""
            Trained {outcome.Steps} steps; {bytes:N1} MB crossed between the centre and the sites.
              {Path.GetRelativePath(Environment.CurrentDirectory, report)}  the report: all of what follows
              {Path.Combine(folder, "samples")}  what G draws, beside what is real
              {Path.GetRelativePath(Environment.CurrentDirectory, RunOrigin.WeightsOf(outcome.Folder)!)}  the generator{(File.Exists(outcome.Folder.AverageWeights) ? " that draws, the moving average" : "")}
              {Path.Combine(folder, "losses.csv")}, communication.csv  how it went{Copying(outcome.Folder)}{next}
            """));
        return End(ExitCodes.Done, report);

        CommandEnd End(int code, string? written) => new(
            code, outcome.Folder.Root, new { outcome.StepsDone, outcome.Steps, Bytes = outcome.Communication.Sum(t => t.Bytes), Report = written });
    }

    /// <summary>How to read the record of copying, where there is one: not of points.</summary>
    private static string Copying(RunFolder folder) => File.Exists(folder.Copying)
        ? """

            Look at the last sheets, and at copying.csv: a correlation far higher in
            training than in validation says that G reproduces images it has seen.
            """
        : "";
}
