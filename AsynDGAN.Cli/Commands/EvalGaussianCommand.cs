using System.CommandLine;
using AsynDGAN.Core.Comparison.Gaussian;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan eval-gaussian</c>.</summary>
internal static class EvalGaussianCommand
{
    public static Command Create()
    {
        var runs = new Option<string[]>("--run")
        {
            Description = "a row of the table: runs of data.source gaussian with their points drawn, which differ in their seeds; may be repeated",
            HelpName = "LABEL=RUN,RUN",
            Required = true,
        };
        var output = new Option<string>("--out") { Description = "the comparison's folder", HelpName = "DIR", Required = true };
        var command = new Command("eval-gaussian", "Compares the points that generators drew with the mixture that they learned from.") { runs, output };
        command.SetAction(parsed => CommandRun.Of(parsed, display =>
        {
            var rows = parsed.GetValue(runs)!.Select(LabelledRuns.Parse).ToList();
            var path = parsed.GetValue(output)!;
            if (NativeRuntime.Prepare() is { } warning)
            {
                display.Warn(warning);
            }

            var (text, scores) = GaussianStudy.Write(rows, path, display);
            display.Say($"{text}\nwritten to {Path.GetRelativePath(Environment.CurrentDirectory, path)}: table.md, results.csv, components.csv and figures");
            return new CommandEnd(ExitCodes.Done, path, new { Rows = scores });
        }));
        return command;
    }
}
