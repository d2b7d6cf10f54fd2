using System.CommandLine;
using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan fidelity</c>.</summary>
internal static class FidelityCommand
{
    public static Command Create()
    {
        var configuration = new ConfigurationOptions();
        var synthetic = new Option<string[]>("--synthetic")
        {
            Description = "a run whose synthetic set is measured, or a set's own folder; a comma lists runs with other seeds or splits, a plus joins sets; may be repeated",
            HelpName = "LABEL=RUN",
            Required = true,
        };
        var part = new Option<string>("--part")
        {
            Description = "whose real images are measured against: validation (for choosing settings) or test",
            DefaultValueFactory = _ => "validation",
        };
        part.AcceptOnlyFromAmong("validation", "test");
        var output = new Option<string?>("--out") { Description = "the folder of the tables [default: fidelity/ in the run of the first set, else in runs/<name>]", HelpName = "DIR" };
        var overwrite = new Option<bool>("--overwrite") { Description = "replaces a table of fidelity that is there" };
        var command = new Command(
            "fidelity",
            "Measures how far synthetic sets are from held-out real images, and trains nothing. It reads the images of all sites at one place, as no site could: it is outside of the boundary. Without --config the first set's configuration is taken.")
        {
            synthetic, part, output, overwrite,
        };
        configuration.AddTo(command);
        command.SetAction(parsed => CommandRun.Of(parsed, display =>
        {
            using var interruption = new Interruption(display);
            var experiment = parsed.GetValue(configuration.Config) is null ? null : configuration.Read(parsed);
            if (NativeRuntime.Prepare() is { } warning)
            {
                display.Warn(warning);
            }

            var study = new FidelityStudy(
                experiment, parsed.GetValue(configuration.Set)!, parsed.GetValue(synthetic)!,
                parsed.GetValue(part) == "test" ? DataPart.Test : DataPart.Validation, display);
            try
            {
                var (folder, text, measures) = study.Execute(parsed.GetValue(output), parsed.GetValue(overwrite), interruption.Token);
                display.Say($"{text}\nwritten to {Path.GetRelativePath(Environment.CurrentDirectory, folder)}: fidelity.md, fidelity.csv");
                return new CommandEnd(ExitCodes.Done, folder, new { measures });
            }
            catch (OperationCanceledException)
            {
                display.Say("Stopped; nothing is written.");
                return new CommandEnd(interruption.ExitCode);
            }
        }));
        return command;
    }
}
