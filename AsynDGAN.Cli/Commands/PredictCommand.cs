using System.CommandLine;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Prediction;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan predict</c>.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        var configuration = new ConfigurationOptions();
        var model = new Option<string>("--model") { Description = "a network that eval-seg or compare saved: a .safetensors file under networks/", HelpName = "FILE", Required = true };
        var images = new Option<string>("--images")
        {
            Description = "a picture, a NIfTI volume, a folder of them (a folder a patient; files of one image end in _0000, _0001 and so on, or in the channels' names), or a CSV with the column image, and patient where pictures of one are normalised together",
            HelpName = "PATH",
            Required = true,
        };
        var output = new Option<string>("--out") { Description = "the folder of the predictions", HelpName = "DIR", Required = true };
        var overwrite = new Option<bool>("--overwrite") { Description = "replaces predictions that are there" };
        var command = new Command("predict", "Writes the masks that a trained segmentation network sees in images without masks, on their own grid.")
        {
            model, images, output, configuration.Set, overwrite,
        };
        command.SetAction(parsed => CommandRun.Of(parsed, display =>
        {
            using var interruption = new Interruption(display);
            if (NativeRuntime.Prepare() is { } warning)
            {
                display.Warn(warning);
            }

            var prediction = new ModelPrediction(parsed.GetValue(model)!, parsed.GetValue(images)!, parsed.GetValue(configuration.Set)!, display);
            try
            {
                var outcome = prediction.Execute(parsed.GetValue(output)!, parsed.GetValue(overwrite), interruption.Token);
                display.Say(outcome.Text);
                return new CommandEnd(ExitCodes.Done, outcome.Folder, new { outcome.Predictions });
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
