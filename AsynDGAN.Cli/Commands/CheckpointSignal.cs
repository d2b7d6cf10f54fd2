using System.CommandLine;
using System.Runtime.InteropServices;
using AsynDGAN.Core;

namespace AsynDGAN.Cli.Commands;

/// <summary>The signal by which a scheduler asks to save and stop before it ends the process (<c>--checkpoint-signal</c>).</summary>
/// <param name="Name">As <c>kill -l</c> calls it.</param>
/// <param name="Signal">Its number on this system, or one of .NET's own.</param>
internal sealed record CheckpointSignal(string Name, PosixSignal Signal)
{
    private const string None = "none";

    private static readonly bool isMac = OperatingSystem.IsMacOS();

    /// <summary>Those that a scheduler may send and a process may catch; none on Windows, which has no such signals.</summary>
    public static IReadOnlyList<CheckpointSignal> All { get; } = OperatingSystem.IsWindows() ? [] :
    [
        new("SIGUSR1", (PosixSignal)(isMac ? 30 : 10)),
        new("SIGUSR2", (PosixSignal)(isMac ? 31 : 12)),
        new("SIGXCPU", (PosixSignal)24),
        new("SIGHUP", PosixSignal.SIGHUP),
        new("SIGINT", PosixSignal.SIGINT),
        new("SIGTERM", PosixSignal.SIGTERM),
    ];

    /// <summary>The option.</summary>
    public static Option<string> Option()
    {
        var option = new Option<string>("--checkpoint-signal")
        {
            Description = "the signal by which a scheduler asks to save and stop, with exit code 75: SIGUSR1, SIGUSR2, SIGXCPU, SIGHUP, SIGINT or none; SIGTERM always does",
            HelpName = "NAME",
            DefaultValueFactory = _ => OperatingSystem.IsLinux() ? All[0].Name : None,
        };
        option.CompletionSources.Add([.. All.Select(signal => signal.Name), None]);
        return option;
    }

    /// <summary>The signal of a name, with or without SIG, in any case; null for none.</summary>
    /// <exception cref="UserException">There is none of that name here.</exception>
    public static CheckpointSignal? Of(string text)
    {
        var name = text.Trim();
        if (name.Equals(None, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return All.FirstOrDefault(signal => new[] { signal.Name, signal.Name[3..] }.Contains(name, StringComparer.OrdinalIgnoreCase))
            ?? throw new UserException(
                $"--checkpoint-signal {text}: there is no such signal to ask by{(All.Count == 0 ? " on this system" : "")}.",
                $"Give {string.Join(", ", All.Select(signal => signal.Name).Append(None))}.");
    }
}
