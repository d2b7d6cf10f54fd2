using System.CommandLine;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan data</c>.</summary>
internal static class DataCommand
{
    public static Command Create()
    {
        var configuration = new ConfigurationOptions();
        configuration.Config.Required = true;
        var output = new Option<string?>("--out") { Description = "where its files go [default: runs/<name>-data]", HelpName = "DIR" };
        var command = new Command("data", "Shows how the data were understood, before anything is trained on them.") { output };
        configuration.AddTo(command);
        command.SetAction(parsed => CommandRun.Of(parsed, display =>
        {
            var experiment = configuration.Read(parsed);
            using var interruption = new Interruption(display);
            if (NativeRuntime.Prepare() is { } warning)
            {
                display.Warn(warning);
            }

            var folder = parsed.GetValue(output) ?? Path.Combine("runs", experiment.Name + "-data");
            try
            {
                var rows = DataReport.Write(experiment, folder, new LoadingProgress(display, interruption.Token), display, interruption.Token);
                var parts = rows.Select(row => new { row.Site, Part = $"{row.Part}".ToLowerInvariant(), row.IsLeftOut, row.Patients, row.Samples, row.MeanMaskFraction });
                return new CommandEnd(ExitCodes.Done, folder, new { parts });
            }
            catch (OperationCanceledException)
            {
                display.Say("Stopped; nothing was written.");
                return new CommandEnd(interruption.ExitCode);
            }
        }));
        return command;
    }
}
