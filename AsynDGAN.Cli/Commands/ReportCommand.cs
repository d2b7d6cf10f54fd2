using System.CommandLine;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Reporting;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan report</c>.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var runs = new Argument<string[]>("RUN")
        {
            Description = "the folder of a run or a comparison; each gets its report.html",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("report", "Writes a run's report: one HTML file with its settings, samples, tables and figures.") { runs };
        command.SetAction(parsed => CommandRun.Of(parsed, display =>
        {
            if (NativeRuntime.Prepare() is { } warning)
            {
                display.Warn(warning);
            }

            var reports = new List<string>();
            foreach (var run in parsed.GetValue(runs)!)
            {
                reports.Add(Path.GetFullPath(RunReport.Write(run)));
                display.Say(Path.GetRelativePath(Environment.CurrentDirectory, reports[^1]));
            }

            return new CommandEnd(ExitCodes.Done, Figures: new { reports });
        }));
        return command;
    }
}
