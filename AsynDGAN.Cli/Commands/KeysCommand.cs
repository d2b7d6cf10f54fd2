using System.CommandLine;
using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan keys</c>.</summary>
internal static class KeysCommand
{
    public static Command Create()
    {
        var command = new Command("keys", "Prints every key of the configuration as Markdown: docs/configuration.md.");
        command.SetAction(_ => Console.Out.Write(ExperimentKeys.Markdown()));
        return command;
    }
}
