using System.CommandLine;
using System.Globalization;
using AsynDGAN.Cli.Display;
using AsynDGAN.Core;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Setup;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan init</c>.</summary>
internal static class InitCommand
{
    private const double MostHours = 10_000;

    public static Command Create()
    {
        var path = new Argument<string>("PATH") { Description = "the folder with images and masks, a CSV that lists them, or an HDF5 file" };
        var output = new Option<string?>("--out") { Description = "the configuration that is written [default: NAME.yaml, by the folder's name]", HelpName = "FILE" };
        var hours = new Option<string>("--hours") { Description = "how long train may take on this machine; the comparison of compare takes about two to three times as long", HelpName = "H", DefaultValueFactory = _ => "1" };
        var layout = new Option<string?>("--layout") { Description = "where the folder holds several data sets, or can be read in several ways, the one that is meant, as in lgg-mri:kaggle_3m [default: the only one]", HelpName = "LAYOUT" };
        var sites = new Option<string?>("--sites") { Description = "what makes a site: folder, column:NAME (of a CSV), random:N or tumour-size:N [default: what the data tell]", HelpName = "BY" };
        var patients = new Option<string?>("--patients") { Description = "what makes a patient: folder, outer-folder (where a patient has several), name (what stands before the last _ or - of a file's name), picture, visit or visit-name (one name in several folders called as visits is one patient), with same- before one, as in same-folder, where one name in several of the outermost folders is one patient; or column:NAME (of a CSV) [default: what the data tell]", HelpName = "BY" };
        var maskValues = new Option<string?>("--mask-values") { Description = "for masks of several values, those that are the object, as in 1,2; or all", HelpName = "N,N" };
        var cases = new Option<string?>("--cases") { Description = "for nuclei of Multi-Organ or of HDF5, the table of cases: case,organ,part", HelpName = "FILE" };
        var command = new Command("init", "Looks at a folder of data and writes a configuration that is fitted to it, with a manifest where one is needed; asks on a terminal where two readings are possible; overwrites nothing.")
        {
            path, output, hours, layout, sites, patients, maskValues, cases,
        };
        command.SetAction(parsed => CommandRun.Of(parsed, display =>
        {
            OutputFile.Check("--out", parsed.GetValue(output));
            var given = parsed.GetValue(path)!;
            var request = new SetupRequest(given, parsed.GetValue(output) ?? SetupRequest.UsualOutput(given), Hours(parsed.GetValue(hours)!))
            {
                Layout = parsed.GetValue(layout),
                Sites = parsed.GetValue(sites),
                Patients = parsed.GetValue(patients),
                MaskValues = parsed.GetValue(maskValues),
                Cases = parsed.GetValue(cases),
            };
            using var interruption = new Interruption(display);
            if (NativeRuntime.Prepare() is { } warning)
            {
                display.Warn(warning);
            }

            try
            {
                var outcome = ProjectSetup.Run(request, new TerminalAnswers(EndOptions.Of(parsed).TakesOutput), display, interruption.Token);
                foreach (var line in outcome.Lines)
                {
                    display.Say(line);
                }

                return EndOf(outcome);
            }
            catch (OperationCanceledException)
            {
                display.Say("Stopped; nothing was written.");
                return new CommandEnd(interruption.ExitCode);
            }
        }, asks: true));
        return command;
    }

    private static CommandEnd EndOf(SetupOutcome outcome) => new(ExitCodes.Done, Figures: new
    {
        outcome.Experiment.Name,
        outcome.Configuration,
        outcome.Manifest,
        outcome.Layout,
        outcome.TakenFor,
        outcome.Because,
        outcome.Sites,
        outcome.Cut,
        outcome.Choices,
        outcome.Notes,
        outcome.Unpaired,
        outcome.Outside,
        outcome.Experiment.Training.Steps,
        outcome.SecondsPerStep,
    });

    private static double Hours(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var hours) && hours > 0 && hours <= MostHours
            ? hours
            : throw new UserException($"--hours {text}: give a number above 0 and up to {MostHours}, such as 0.5.");
}
