using AsynDGAN.Core.Comparison.Jobs;
using Spectre.Console;

namespace AsynDGAN.Cli.Display;

/// <summary>Chooses how work is shown: live on a terminal, for a parent that reads along, else in plain lines.</summary>
internal static class RunDisplay
{
    /// <summary>Does the work with a display.</summary>
    public static int With(Func<IJobDisplay, int> work)
    {
        if (ChildProgram.IsChild)
        {
            return work(new ChildDisplay(Console.Out));
        }

        var terminal = AnsiConsole.Profile;
        return terminal.Out.IsTerminal && terminal.Capabilities is { Interactive: true, Ansi: true }
            ? TerminalDisplay.With(work)
            : work(new PlainDisplay(Console.Out));
    }
}
