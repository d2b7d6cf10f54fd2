using System.Runtime.InteropServices;

namespace AsynDGAN.Cli.Commands;

/// <summary>A limit on the size of files, which the system signals: a fault of writing, to be told, and not an end without a word.</summary>
internal static class FileSizeLimit
{
    private const PosixSignal Exceeded = (PosixSignal)25;

    // Never given back: the signal may be looked at only after the writing has failed and the command has ended.
    private static PosixSignalRegistration? registration;

    /// <summary>Leaves it to who writes, from now on.</summary>
    public static void LeaveToWriters() =>
        registration ??= OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(Exceeded, context => context.Cancel = true);
}
