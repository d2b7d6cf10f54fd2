namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>How this program is started once more.</summary>
/// <param name="File">The executable.</param>
/// <param name="First">What stands before its own arguments.</param>
public sealed record ChildProgram(string File, IReadOnlyList<string> First)
{
    /// <summary>Set in the environment of a child: its parent reads its output, and the end of its input asks it to save and stop.</summary>
    public const string Variable = "ASYNDGAN_CHILD";

    // What the program's commands return where they were asked to stop.
    private const int CheckpointWritten = 75, Interrupted = 130;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(300);

    /// <summary>Whether this process is such a child.</summary>
    public static bool IsChild => Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>Whether a child that has ended was stopped, by whomever.</summary>
    /// <param name="exitCode">Its exit code.</param>
    /// <param name="stop">What asks its parent to stop.</param>
    public static bool IsStopped(int exitCode, CancellationToken stop)
    {
        // Ctrl-C and a scheduler's signal reach parent and children alike, and may end a child first that has not begun its work.
        return exitCode != 0 && (exitCode is CheckpointWritten or Interrupted || stop.WaitHandle.WaitOne(Moment));
    }

    /// <summary>How this process was started: by its own executable, or by dotnet and the program's assembly.</summary>
    /// <param name="process">The executable of this process.</param>
    /// <param name="assembly">The program's assembly.</param>
    public static ChildProgram Of(string? process, string assembly) =>
        process is not null && !Path.GetFileNameWithoutExtension(process).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? new ChildProgram(process, [])
            : new ChildProgram(process ?? "dotnet", [assembly]);
}
