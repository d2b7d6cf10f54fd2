using System.CommandLine;
using AsynDGAN.Core.Bandwidth;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan compare-bandwidth</c>.</summary>
internal static class CompareBandwidthCommand
{
    public static Command Create()
    {
        var configuration = new ConfigurationOptions();
        configuration.Config.Required = true;
        var command = new Command("compare-bandwidth", "Prints what the training moves between sites and centre, beside what other ways of training would; trains nothing.");
        configuration.AddTo(command);
        command.SetAction(parsed => CommandRun.Of(parsed, display =>
        {
            var experiment = configuration.Read(parsed);
            TrainingSizes.Refuse(experiment);
            if (NativeRuntime.Prepare() is { } warning)
            {
                display.Warn(warning);
            }

            using var data = RunData.Load(experiment, DeviceChoice.Resolve("cpu"), new LoadingProgress(display));
            CaseNote.Tell(data.Notes, display.Say, display.Warn);
            var comparison = new BandwidthComparison(TrainingSizes.Of(experiment, data), experiment.Boundary, experiment.Segmentation.Fedavg.Rounds);
            display.Answer(comparison.ToText());
            return new CommandEnd(ExitCodes.Done, Figures: new { comparison.Rows });
        }));
        return command;
    }
}
