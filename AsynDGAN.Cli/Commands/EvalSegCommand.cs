using System.CommandLine;
using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Reporting;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan eval-seg</c>.</summary>
internal static class EvalSegCommand
{
    /// <summary>The rows that name neither site nor set.</summary>
    public static readonly string[] PlainRows = ["real-all", "real-subsets", "fedavg", "threshold", "all"];

    public static Command Create()
    {
        var configuration = new ConfigurationOptions();
        var synthetic = new Option<string[]>("--synthetic")
        {
            Description = "a run whose synthetic set is trained on, or a set's own folder; a comma lists those of other seeds or splits, a plus joins sets; may be repeated",
            HelpName = "LABEL=PATH",
            DefaultValueFactory = _ => [],
        };
        var trainOn = new Option<string[]>("--train-on")
        {
            Description = "rows: real-all, real-subset:NAME, real-subsets, fedavg, synthetic:LABEL, own-masks:LABEL, new-masks:LABEL, "
                + "real-subset+synthetic:LABEL, threshold or all; may be repeated",
            HelpName = "ROW",
            DefaultValueFactory = _ => ["all"],
        };
        trainOn.CompletionSources.Add(PlainRows);
        var rows = new Option<string[]>("--rows")
        {
            Description = "with --rows-only, those of the rows of --train-on that are trained; segmentation.images: smallest is taken over all of them [default: all]; may be repeated",
            HelpName = "ROW",
            DefaultValueFactory = _ => [],
        };
        var part = new Option<string>("--part")
        {
            Description = "whose patients are tested on: validation (for choosing settings) or test",
            DefaultValueFactory = _ => "validation",
        };
        part.AcceptOnlyFromAmong("validation", "test");
        var output = new Option<string?>("--out") { Description = "the comparison's folder, where what is there is gone on with [default: segmentation/ in the run of the first set, else in runs/<name>], or the evaluation's [default: runs/<name>/evaluation/<network>]", HelpName = "DIR" };
        var overwrite = new Option<bool>("--overwrite") { Description = "replaces a comparison or evaluation that is there" };
        var rowsOnly = new Option<bool>("--rows-only") { Description = "trains and scores the rows and leaves the tables to a later command, so that several processes, each with rows of its own, can fill a folder that is there" };
        var jobs = JobsOption.Create();
        var model = new Option<string?>("--model") { Description = "a network that a comparison saved: it is evaluated on all cases of --data, and nothing is trained", HelpName = "FILE" };
        var data = new Option<string?>("--data") { Description = "with --model, a manifest or the root folder of the network's source", HelpName = "MANIFEST_OR_ROOT" };
        var signal = CheckpointSignal.Option();
        var command = new Command("eval-seg", "Trains segmentation networks on each training set, and compares them on held-out real patients.")
        {
            synthetic, trainOn, part, output, overwrite, rowsOnly, rows, jobs, model, data, signal,
        };
        configuration.AddTo(command);
        command.Validators.Add(parsed =>
        {
            if (parsed.GetResult(model) is null == parsed.GetResult(configuration.Config) is null)
            {
                parsed.AddError("give --config FILE to train and compare, or --model FILE with --data to evaluate a network that is there.");
            }
            else if (parsed.GetResult(model) is null != parsed.GetResult(data) is null)
            {
                parsed.AddError("--model FILE and --data MANIFEST_OR_ROOT go together.");
            }
            else if (parsed.GetResult(model) is not null && new Option[] { synthetic, trainOn, part, rowsOnly, rows, jobs }.FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false }) is { } other)
            {
                parsed.AddError($"{other.Name} is for a comparison; --model evaluates one network on all cases of --data.");
            }
            else if (parsed.GetResult(rows) is { Implicit: false } && !parsed.GetValue(rowsOnly))
            {
                parsed.AddError("--rows trains some rows of a table, and goes with --rows-only, which leaves the table to a later command.");
            }
        });
        command.SetAction(parsed => CommandRun.Of(parsed, display =>
        {
            using var interruption = new Interruption(display, CheckpointSignal.Of(parsed.GetValue(signal)!));
            var experiment = parsed.GetValue(model) is null ? configuration.Read(parsed) : null;
            var atATime = JobsOption.Of(parsed.GetValue(jobs)!);
            if (NativeRuntime.Prepare() is { } warning)
            {
                display.Warn(warning);
            }

            var (path, replace) = (parsed.GetValue(output), parsed.GetValue(overwrite));
            if (experiment is null)
            {
                try
                {
                    var evaluation = new ModelEvaluation(parsed.GetValue(model)!, parsed.GetValue(data)!, parsed.GetValue(configuration.Set)!, display)
                        .Execute(path, replace, interruption.Token);
                    Say(display, evaluation, "table.md, table.csv, patients.csv, results.csv");
                    return new CommandEnd(ExitCodes.Done, evaluation.Folder, new { evaluation.Rows });
                }
                catch (OperationCanceledException)
                {
                    display.Say("Stopped; nothing is written.");
                    return new CommandEnd(interruption.ExitCode);
                }
            }

            var study = new SegmentationStudy(
                experiment, parsed.GetValue(synthetic)!, parsed.GetValue(trainOn)!, parsed.GetValue(rows)!,
                parsed.GetValue(part) == "test" ? DataPart.Test : DataPart.Validation, display);
            var folder = path ?? study.Folder;
            var outcome = study.Execute(folder, replace, parsed.GetValue(rowsOnly), atATime, interruption.Token);
            if (!outcome.Finished)
            {
                display.Say("Stopped; the rows that are done stay, and the same command" + (replace ? " without --overwrite" : "") + " goes on.");
                return new CommandEnd(interruption.ExitCode, folder);
            }

            if (outcome.Tables is not { } tables)
            {
                display.Say("Trained. The same command without --rows-only writes the tables.");
                return new CommandEnd(ExitCodes.Done, folder, new { Rows = Array.Empty<string>(), Comparisons = Array.Empty<string>(), Report = (string?)null });
            }

            Say(display, tables, "table.md, dice.png, panel.png, table.csv, comparisons.csv, fidelity.csv, patients.csv, results.csv");
            var report = RunReport.WriteAround(tables.Folder);
            display.Say($"report: {Path.GetRelativePath(Environment.CurrentDirectory, report)}");
            return new CommandEnd(ExitCodes.Done, folder, new { tables.Rows, tables.Comparisons, Report = report });
        }));
        return command;
    }

    private static void Say(IRunDisplay display, StudyTables tables, string files) =>
        display.Say($"{tables.Markdown}\nwritten to {Path.GetRelativePath(Environment.CurrentDirectory, tables.Folder)}: {files}");
}
