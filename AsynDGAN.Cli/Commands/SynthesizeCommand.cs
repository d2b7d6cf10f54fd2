using System.CommandLine;
using AsynDGAN.Cli.Display;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Synthesis;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan synthesize</c>.</summary>
internal static class SynthesizeCommand
{
    public static Command Create()
    {
        var configuration = new ConfigurationOptions();
        configuration.Config.Required = true;
        var run = new Option<string?>("--run") { Description = "the run whose generator draws [default: runs/<name>]", HelpName = "DIR" };
        var output = new Option<string?>("--out") { Description = "the data set's folder [default: synthetic in the run's]", HelpName = "DIR" };
        var weights = new Option<string?>("--weights") { Description = "a generator in safetensors, instead of the run's", HelpName = "FILE" };
        var format = new Option<string>("--format") { Description = "manifest (CSV, PNG) or nnunet (nnU-Net's raw layout)", DefaultValueFactory = _ => "manifest" };
        format.AcceptOnlyFromAmong("manifest", "nnunet");
        var resume = new Option<bool>("--resume") { Description = "goes on with a data set that was begun" };
        var overwrite = new Option<bool>("--overwrite") { Description = "replaces a data set that is there" };
        var command = new Command("synthesize", "Draws a synthetic data set with a trained generator.") { run, output, weights, format, resume, overwrite };
        configuration.AddTo(command);
        command.SetAction(parsed =>
        {
            var experiment = configuration.Read(parsed);
            var source = parsed.GetValue(run) ?? Path.Combine("runs", experiment.Name);
            var path = parsed.GetValue(output) ?? Path.Combine(source, "synthetic");
            return RunDisplay.With(display =>
            {
                if (NativeRuntime.Prepare() is { } warning)
                {
                    display.Warn(warning);
                }

                using var interruption = new Interruption(display);
                var synthesiser = new Synthesiser(experiment, source, parsed.GetValue(weights), parsed.GetValue(format) == "nnunet", display);
                var outcome = synthesiser.Execute(path, parsed.GetValue(resume), parsed.GetValue(overwrite), interruption.Token);
                var folder = Path.GetRelativePath(Environment.CurrentDirectory, outcome.Folder);
                if (!outcome.Finished)
                {
                    display.Say($"Stopped after {outcome.Images} images; the same command with --resume goes on.");
                    return ExitCodes.Interrupted;
                }

                display.Say($"Drew {outcome.Images} images ({outcome.Planned - outcome.Images} left out for want of tumour) into {folder}: "
                    + "manifest.csv, card.md, contact-sheet.png. Train on them next: asyndgan eval-seg.");
                return ExitCodes.Done;
            });
        });
        return command;
    }
}
