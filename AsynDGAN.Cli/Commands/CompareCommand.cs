using System.CommandLine;
using System.Globalization;
using AsynDGAN.Core;
using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Reporting;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan compare</c>.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var configuration = new ConfigurationOptions();
        configuration.Config.Required = true;
        var output = new Option<string?>("--out") { Description = "the folder of all runs, tables and logs, where what is there is gone on with [default: runs/compare-<name>]", HelpName = "DIR" };
        var splits = new Option<string?>("--splits") { Description = "splits of the patients, as in 11,12 [default: data.split_seed]", HelpName = "N,N" };
        var seeds = new Option<string?>("--seeds") { Description = "seeds of every row's segmentation network [default: segmentation.seeds]; for data.source: gaussian, of the GANs [default: seed]", HelpName = "N,N" };
        var union = new Option<bool>("--union") { Description = "trains a GAN at every site, too, and joins their sets: Syn-Union" };
        var folds = new Option<string?>("--folds") { Description = "also trains AsynDGAN without each of so many folds of the training patients, and adds the rows of what these draw of masks that they have seen (Folds) and have not (Crossed)", HelpName = "N" };
        var leaveOut = new Option<bool>("--leave-one-site-out") { Description = "also trains AsynDGAN, Syn-All and the rows of all sites without each site, and tests them on its test patients, and on all of its patients" };
        var part = new Option<string?>("--part") { Description = "whose patients are tested on: validation (for choosing settings) or test [default: test]" };
        part.AcceptOnlyFromAmong("validation", "test");
        var trainOn = new Option<string[]>("--train-on") { Description = "rows of the table, as eval-seg names them; only the GANs that they need are trained [default: all]; may be repeated", HelpName = "ROW", DefaultValueFactory = _ => [] };
        trainOn.CompletionSources.Add(EvalSegCommand.PlainRows);
        var withheld = new Option<bool>("--withheld") { Description = "for data.source: gaussian, also compares generators that are not told the component, at 1:1:1 and at 6:3:1, on the first three seeds" };
        var growth = new Option<string?>("--growth") { Description = "for data.source: gaussian, also compares such numbers of components, on the line and on a ring, on the first seed in 800 steps, as in 2,3,10,50", HelpName = "N,N" };
        var jobs = JobsOption.Create();
        var signal = CheckpointSignal.Option();
        var command = new Command("compare", "The paper's comparison in one command: trains AsynDGAN and Syn-All, draws their synthetic sets, trains and scores every row, writes tables and report.")
        {
            output, splits, seeds, union, folds, leaveOut, part, trainOn, withheld, growth, jobs, signal,
        };
        configuration.AddTo(command);

        // A script's choice is overridden by what follows it.
        foreach (var single in new Option[] { output, splits, seeds, folds, part, growth, jobs })
        {
            single.AllowMultipleArgumentsPerToken = true;
        }

        command.SetAction(parsed => CommandRun.Of(parsed, display =>
        {
            var (config, overrides) = (parsed.GetValue(configuration.Config)!, parsed.GetValue(configuration.Set)!);
            var text = ExperimentReader.Load(config);
            var experiment = ExperimentReader.Parse(text, config, overrides);
            var request = new ComparisonRequest(config, overrides, parsed.GetValue(output) ?? ComparisonRequest.UsualFolder(experiment.Name))
            {
                Text = text,
                Splits = Numbers("--splits", parsed.GetValue(splits)),
                Seeds = Numbers("--seeds", parsed.GetValue(seeds)),
                Union = parsed.GetValue(union),
                Folds = parsed.GetValue(folds) is { } number ? WholeNumber.Of(folds.Name, number, least: 2) : null,
                LeaveOneSiteOut = parsed.GetValue(leaveOut),
                Part = parsed.GetValue(part) switch { null => null, "test" => DataPart.Test, _ => DataPart.Validation },
                TrainOn = parsed.GetValue(trainOn)!,
                Withheld = parsed.GetValue(withheld),
                Growth = Numbers("--growth", parsed.GetValue(growth)),
            };
            var checkpoint = CheckpointSignal.Of(parsed.GetValue(signal)!);
            var lanes = JobsOption.Of(parsed.GetValue(jobs)!);
            return Compare(request, experiment, lanes, checkpoint, display);
        }));
        return command;
    }

    private static CommandEnd Compare(ComparisonRequest request, Experiment experiment, int lanes, CheckpointSignal? checkpoint, IJobDisplay display)
    {
        var (plan, path) = (new ComparisonPlan(request, experiment), request.Folder);
        JobRunner? runner = null;
        using var interruption = new Interruption(display, checkpoint, () => runner?.Kill());
        if (NativeRuntime.Prepare() is { } warning)
        {
            display.Warn(warning);
        }

        try
        {
            plan.Check();
            using var folder = CompareFolder.Take(path, display);
            var jobs = plan.Jobs(display, interruption.Token);
            var logs = folder.MakeLogs();
            CompareFolder.Keep(request);
            runner = new JobRunner(ChildProgram.Of(Environment.ProcessPath, typeof(CompareCommand).Assembly.Location), logs, lanes, display);
            return Tell(runner.Run(jobs, interruption.Token), jobs, path, interruption, display);
        }
        catch (OperationCanceledException)
        {
            display.Say("Stopped before anything began; nothing was written.");
            return NotBegun(interruption.ExitCode);
        }
    }

    /// <summary>The end of a comparison that was stopped before it began.</summary>
    internal static CommandEnd NotBegun(int exitCode) =>
        new(exitCode, Figures: new { Jobs = 0, Failures = Array.Empty<string>(), LeftOut = Array.Empty<string>(), Tables = Array.Empty<string>() });

    private static CommandEnd Tell(JobsOutcome outcome, IReadOnlyList<Job> jobs, string path, Interruption interruption, IJobDisplay display)
    {
        IReadOnlyList<string> tables = [.. jobs.Select(job => job.Tables).OfType<string>()];
        foreach (var failure in outcome.Failures)
        {
            Console.Error.WriteLine($"error: {failure.Name} failed with {ExitCodes.Told(failure.ExitCode)}; its log is {failure.Log}{(failure.Errors.Length > 0 ? "\n" + failure.Errors : "")}");
        }

        if (outcome.Failures.Count > 0)
        {
            Console.Error.WriteLine(outcome.WhatNext);
            return End(ExitCodes.OfFailed(outcome.Failures.Select(failure => failure.ExitCode)));
        }

        if (outcome.Stopped)
        {
            display.Say("Stopped; nothing is lost, and the same command goes on.");
            return End(interruption.ExitCode);
        }

        string[] sites = [.. jobs.Select(job => job.LeftOutSite).OfType<string>()];
        var withoutSites = sites.Length == 0 ? "" : "\n" + LeaveOneSiteOutTable.Write(path, SegmentationPlan.Whole, sites);
        foreach (var folder in tables)
        {
            var report = sites.Length == 0 ? Path.Combine(folder, RunReport.FileName) : RunReport.WriteAround(folder);
            display.Say($"{File.ReadAllText(Path.Combine(folder, "table.md"))}{withoutSites}\nwritten to {Path.GetRelativePath(Environment.CurrentDirectory, folder)}"
                + (File.Exists(report) ? $"\nreport: {Path.GetRelativePath(Environment.CurrentDirectory, report)}" : ""));
        }

        return End(ExitCodes.Done);

        CommandEnd End(int code) => new(code, path, new { Jobs = jobs.Count, outcome.Failures, outcome.LeftOut, Tables = code == ExitCodes.Done ? tables.Select(Path.GetFullPath) : [] });
    }

    private static IReadOnlyList<int> Numbers(string option, string? text) =>
        [.. text?.Split(',').Select(number => Number(number) ?? throw new UserException(
            $"{option} {text}: '{number}' is no whole number from 0.", $"Write it as {option} 1,2,3.")) ?? []];

    private static int? Number(string text) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
