using System.CommandLine;
using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan keys</c>.</summary>
internal static class KeysCommand
{
    public static Command Create()
    {
        var command = new Command("keys", "Prints every key of the configuration as Markdown: docs/configuration.md.");
        command.SetAction(parsed => CommandRun.Of(parsed, display =>
        {
            display.Answer(ExperimentKeys.Markdown().TrimEnd('\n'));
            return new CommandEnd(ExitCodes.Done, Figures: new { Keys = ExperimentKeys.All.Select(key => new { key.Path, key.Default, key.Type, key.Allowed, key.Explanation }) });
        }));
        return command;
    }
}
