using System.CommandLine;
using System.Text.Json.Nodes;
using AsynDGAN.Core;
using AsynDGAN.Core.Benchmark;
using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan bench</c>.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var configuration = new ConfigurationOptions();
        configuration.Config.Required = true;
        var steps = new Option<string>("--steps") { Description = "steps that are timed, in five equal blocks; what is above a multiple of five is left out", HelpName = "K", DefaultValueFactory = _ => "50" };
        var device = DeviceOption.Create("in place of the configuration's device");
        var data = new Option<string?>("--data") { Description = "the real data, in place of embedded ones of the same shapes: what data.root would name; for generated data, any word", HelpName = "ROOT" };
        var sites = new Option<string?>("--sites") { Description = "numbers of sites, as in 2,4,10: how a step grows with them, each measured in a process of its own", HelpName = "N,N" };
        var plot = new Option<string?>("--plot") { Description = "for several numbers of sites, draws the growth", HelpName = "PNG" };
        var exchange = new Option<string?>("--exchange") { Description = "writes initial weights, pairs and losses of the first three steps, with which scripts/compare_pytorch.sh repeats them", HelpName = "DIR" };
        var command = new Command("bench", "Times the configuration's own training step.") { steps, device, data, sites, plot, exchange };
        configuration.AddTo(command);
        command.SetAction(parsed => CommandRun.Of(parsed, display =>
        {
            var (config, overrides, root) = (parsed.GetValue(configuration.Config)!, parsed.GetValue(configuration.Set)!, parsed.GetValue(data));
            var experiment = Read(config, overrides, root, parsed.GetValue(device));
            var numbers = parsed.GetValue(sites) is { } list ? GrowthInSites.Parse(list) : [];
            var request = new BenchmarkRequest { Steps = WholeNumber.Of(steps.Name, parsed.GetValue(steps)!, BenchmarkRequest.Blocks, "They are timed in five blocks."), OwnData = root is not null, Exchange = parsed.GetValue(exchange), Sites = numbers.Count == 1 ? numbers[0] : null };
            Check(experiment, request, numbers, parsed.GetValue(plot));
            OutputFile.CheckPng("--plot", parsed.GetValue(plot));
            using var interruption = new Interruption(display);
            try
            {
                return Measure(interruption.Token);
            }
            catch (OperationCanceledException)
            {
                display.Say("Stopped; nothing is written.");
                return new CommandEnd(interruption.ExitCode);
            }

            CommandEnd Measure(CancellationToken stop)
            {
                if (numbers.Count > 1)
                {
                    string[] options = ["--config", config, .. overrides.SelectMany(value => new[] { "--set", value }), "--steps", $"{request.Steps}", "--device", experiment.Device];
                    return Grow(ChildProgram.Of(Environment.ProcessPath, typeof(BenchCommand).Assembly.Location), numbers, options, parsed.GetValue(plot), display, stop);
                }

                if (NativeRuntime.Prepare() is { } warning)
                {
                    display.Warn(warning);
                }

                var result = StepBenchmark.Run(experiment, request, display, stop);
                display.Answer(result.ToText());
                return new CommandEnd(ExitCodes.Done, Figures: JsonNode.Parse(result.ToJson()));
            }
        }));
        return command;
    }

    /// <summary>Measures several numbers of sites.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal static CommandEnd Grow(ChildProgram program, IReadOnlyList<int> numbers, string[] options, string? plot, IJobDisplay display, CancellationToken stop)
    {
        var measured = new List<BenchChild>();
        foreach (var (done, sites) in numbers.Index())
        {
            display.Advance($"measuring {sites} sites", done, numbers.Count);
            var child = BenchChild.Run(program, sites, options, stop);
            if (child.Result is null)
            {
                var fault = $"The measurement with {sites} sites {(child.ExitCode == ExitCodes.UserError ? "failed, as it says above" : $"ended with {ExitCodes.Told(child.ExitCode)}")}.";
                Console.Error.WriteLine($"error: {fault}");
                return new CommandEnd(ExitCodes.OfFailed([child.ExitCode]), Figures: new { Warnings = measured.SelectMany(before => before.Warnings) }) { Message = fault };
            }

            measured.Add(child);
        }

        var growth = new GrowthInSites([.. measured.Select(child => child.Result!)]);
        display.Answer(growth.ToText());
        if (plot is not null)
        {
            AtomicFile.WriteBytes(plot, growth.Plot());
        }

        return new CommandEnd(ExitCodes.Done, Figures: measured.Select(child => child.Figures()));
    }

    /// <summary>A configuration whose data may not be there: its root is asked for only where they are to be read.</summary>
    private static Experiment Read(string config, string[] overrides, string? root, string? device)
    {
        string[] all = [.. overrides, .. device is null ? Array.Empty<string>() : [$"device={DeviceOption.Of(device)}"]];
        var experiment = ExperimentReader.Read(config, all, needsRoot: false);
        return experiment with { Data = experiment.Data with { Root = experiment.Data.Source == DataSource.Phantom ? null : root } };
    }

    private static void Check(Experiment experiment, BenchmarkRequest request, IReadOnlyList<int> numbers, string? plot)
    {
        if (numbers.Count > 0 && (request.OwnData || experiment.Data.Source == DataSource.Gaussian))
        {
            throw new UserException("--sites are those of embedded data; real data and points have their own.", "Leave --sites out, or --data.");
        }

        if (numbers.Count > 0 && experiment.Sites.Mode != SiteMode.Distributed)
        {
            throw new UserException("--sites varies the sites of sites.mode: distributed, and the configuration has another mode.", "Leave one of them out.");
        }

        if (numbers.Count > 1 && request.Exchange is not null)
        {
            throw new UserException("--exchange is of one measurement; --sites names several.", "Leave one of them out.");
        }

        if (numbers.Count < 2 && plot is not null)
        {
            throw new UserException("--plot draws growth, for which --sites must name several numbers.", "Write them as --sites 2,4,10.");
        }
    }
}
