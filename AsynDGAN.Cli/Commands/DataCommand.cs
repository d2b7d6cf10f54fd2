using System.CommandLine;
using AsynDGAN.Cli.Display;
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
        command.SetAction(parsed =>
        {
            var experiment = configuration.Read(parsed);
            return RunDisplay.With(display =>
            {
                if (NativeRuntime.Prepare() is { } warning)
                {
                    display.Warn(warning);
                }

                var report = DataReport.Write(
                    experiment, parsed.GetValue(output) ?? Path.Combine("runs", experiment.Name + "-data"), new LoadingProgress(display));
                display.Say(report);
                return ExitCodes.Done;
            });
        });
        return command;
    }
}
