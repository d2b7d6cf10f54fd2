using System.CommandLine;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan completion</c>.</summary>
internal static class CompletionCommand
{
    // The scripts of the folder Completion, by their endings.
    private static readonly Dictionary<string, string> scripts = new() { ["bash"] = "bash", ["zsh"] = "zsh", ["powershell"] = "ps1" };

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = string.Join(", ", scripts.Keys) };
        shell.AcceptOnlyFromAmong([.. scripts.Keys]);
        var command = new Command("completion", "Prints a script that lets a shell complete this program's commands, options, keys and values.") { shell };
        command.SetAction(parsed => CommandRun.Of(parsed, display =>
        {
            using var script = typeof(CompletionCommand).Assembly.GetManifestResourceStream("asyndgan." + scripts[parsed.GetValue(shell)!])!;
            using var reader = new StreamReader(script);
            display.Answer(reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd());
            return new CommandEnd(ExitCodes.Done);
        }));
        return command;
    }
}
