using AsynDGAN.Core.Runs;
using Spectre.Console;

namespace AsynDGAN.Cli.Display;

/// <summary>Chooses how work is shown: live on a terminal, else in plain lines.</summary>
internal static class RunDisplay
{
    /// <summary>Does the work with a display.</summary>
    public static int With(Func<IRunDisplay, int> work) =>
        AnsiConsole.Profile.Capabilities.Interactive && AnsiConsole.Profile.Out.IsTerminal
            ? TerminalDisplay.With(work)
            : work(new PlainDisplay(Console.Out));
}
