using System.CommandLine;
using System.CommandLine.Completions;
using AsynDGAN.Core.Audit;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan audit</c>.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var configuration = new ConfigurationOptions();
        var run = new Option<string?>("--run")
        {
            Description = "the trained run; a plus joins those of several folds [default: runs/<name> of the configuration]",
            HelpName = "RUN",
        };
        var output = new Option<string?>("--out") { Description = "the audit's folder [default: audit in the run's]", HelpName = "DIR" };
        var overwrite = new Option<bool>("--overwrite") { Description = "replaces an audit that is there" };
        var samples = new Option<string>("--samples")
        {
            Description = "training samples that the inversion asks about, as many at each site, in whole batches, spread over patients; of held-out ones half as many",
            HelpName = "N",
            DefaultValueFactory = _ => "24",
        };
        var failAbove = new Option<string[]>("--fail-above")
        {
            Description = "returns 3 where a figure of audit.json is above a value, or could not be measured; may be repeated",
            HelpName = "KEY=VALUE",
            DefaultValueFactory = _ => [],
        };
        failAbove.CompletionSources.Add(_ => PrivacyAudit.Keys.Select(key => new CompletionItem(key.Name + "=")));
        var command = new Command(
            "audit",
            "Attacks a trained run with its own means, and tells what was learned of patients. It reads the images of all sites at one place to judge that, as no site could: it is outside of the boundary. Without --config the run's configuration is taken.")
        {
            run, output, overwrite, samples, failAbove,
        };
        configuration.AddTo(command);
        command.Validators.Add(parsed =>
        {
            if (parsed.GetResult(configuration.Config) is null && parsed.GetResult(run) is null)
            {
                parsed.AddError("give --run RUN, or --config FILE for the run in runs/<name>.");
            }
        });
        command.SetAction(parsed => CommandRun.Of(parsed, display =>
        {
            using var interruption = new Interruption(display);
            var experiment = parsed.GetValue(configuration.Config) is null ? null : configuration.Read(parsed);
            if (NativeRuntime.Prepare() is { } warning)
            {
                display.Warn(warning);
            }

            var audit = new PrivacyAudit(
                new AuditRequest(
                    experiment, parsed.GetValue(configuration.Set)!, parsed.GetValue(run), parsed.GetValue(output), parsed.GetValue(overwrite),
                    parsed.GetValue(failAbove)!, WholeNumber.Of(samples.Name, parsed.GetValue(samples)!, least: 1)),
                display);
            try
            {
                var outcome = audit.Execute(interruption.Token);
                display.Say($"{outcome.Text}\nwritten to {Path.GetRelativePath(Environment.CurrentDirectory, outcome.Folder)}: audit.html, audit.json");
                foreach (var fault in outcome.AboveLimits)
                {
                    display.Warn(fault);
                }

                return new CommandEnd(
                    outcome.AboveLimits.Count == 0 ? ExitCodes.Done : ExitCodes.AboveLimit, outcome.Folder, new { outcome.Measured, outcome.AboveLimits });
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
