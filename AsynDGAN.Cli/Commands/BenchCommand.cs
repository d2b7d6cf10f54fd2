using System.CommandLine;
using System.Globalization;
using AsynDGAN.Cli.Display;
using AsynDGAN.Core;
using AsynDGAN.Core.Benchmark;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan bench</c>.</summary>
internal static class BenchCommand
{
    private const string StandardOutput = "-";

    public static Command Create()
    {
        var configuration = new ConfigurationOptions();
        configuration.Config.Required = true;
        var steps = new Option<string>("--steps") { Description = "steps that are timed, in five blocks", HelpName = "K", DefaultValueFactory = _ => "50" };
        var device = new Option<string?>("--device") { Description = "in place of the configuration's device", HelpName = "D" };
        var data = new Option<string?>("--data") { Description = "the real data, in place of embedded ones of the same shapes: what data.root would name; for generated data, any word", HelpName = "ROOT" };
        var json = new Option<string?>("--json") { Description = "writes the figures as JSON; - for stdout, which then has nothing else", HelpName = "FILE" };
        var exchange = new Option<string?>("--exchange") { Description = "writes initial weights, pairs and losses of the first three steps, with which scripts/compare_pytorch.sh repeats them", HelpName = "DIR" };
        var command = new Command("bench", "Times the configuration's own training step.") { steps, device, data, json, exchange };
        configuration.AddTo(command);
        command.SetAction(parsed =>
        {
            var (root, file) = (parsed.GetValue(data), parsed.GetValue(json));
            var experiment = Read(parsed.GetValue(configuration.Config)!, parsed.GetValue(configuration.Set)!, root, parsed.GetValue(device));
            var request = new BenchmarkRequest { Steps = Steps(parsed.GetValue(steps)!), OwnData = root is not null, Exchange = parsed.GetValue(exchange) };
            return file == StandardOutput ? Run(new PlainDisplay(TextWriter.Null)) : RunDisplay.With(Run);

            int Run(IRunDisplay display)
            {
                if (NativeRuntime.Prepare() is { } warning)
                {
                    display.Warn(warning);
                }

                var result = StepBenchmark.Run(experiment, request, display);
                display.Say(result.ToText());
                if (file == StandardOutput)
                {
                    Console.Out.Write(result.ToJson());
                }
                else if (file is not null)
                {
                    AtomicFile.WriteText(file, result.ToJson());
                }

                return ExitCodes.Done;
            }
        });
        return command;
    }

    /// <summary>A configuration whose data may not be there: its root is asked for only where they are to be read.</summary>
    private static Experiment Read(string config, string[] overrides, string? root, string? device)
    {
        var experiment = ExperimentReader.Read(config, [.. overrides, "data.root=.", .. device is null ? Array.Empty<string>() : [$"device={device}"]]);
        return experiment with { Data = experiment.Data with { Root = root } };
    }

    private static int Steps(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var steps) && steps >= BenchmarkRequest.Blocks
        ? steps
        : throw new UserException($"--steps {text}: give a whole number from {BenchmarkRequest.Blocks}.", "They are timed in five blocks.");
}
