using AsynDGAN.Core.Comparison.Jobs;
using Spectre.Console;

namespace AsynDGAN.Cli.Display;

/// <summary>Chooses how work is shown: live on a terminal, for a parent that reads along, else in plain lines.</summary>
internal static class RunDisplay
{
    /// <summary>Does the work with a display.</summary>
    /// <param name="isQuiet">Whether nothing of the work is shown.</param>
    /// <param name="outputIsTaken">Whether stdout is for something else; what is shown then goes to stderr.</param>
    /// <param name="asks">Whether the work asks questions, for which a live display has no place.</param>
    /// <param name="work">The work.</param>
    public static T With<T>(bool isQuiet, bool outputIsTaken, bool asks, Func<IJobDisplay, T> work)
    {
        if (isQuiet)
        {
            return work(new QuietDisplay(outputIsTaken ? TextWriter.Null : Console.Out, Console.Error));
        }

        if (outputIsTaken)
        {
            return work(new PlainDisplay(Console.Error));
        }

        if (ChildProgram.IsChild)
        {
            return work(new ChildDisplay(Console.Out));
        }

        var terminal = AnsiConsole.Profile;
        return !asks && terminal.Out.IsTerminal && terminal.Capabilities is { Interactive: true, Ansi: true }
            ? TerminalDisplay.With(work)
            : work(new PlainDisplay(Console.Out));
    }
}
