namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>How this program is started once more.</summary>
/// <param name="File">The executable.</param>
/// <param name="First">What stands before its own arguments.</param>
public sealed record ChildProgram(string File, IReadOnlyList<string> First)
{
    /// <summary>Set in the environment of a child: its parent reads its output, and the end of its input asks it to save and stop.</summary>
    public const string Variable = "ASYNDGAN_CHILD";

    /// <summary>Whether this process is such a child.</summary>
    public static bool IsChild => Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>How this process was started: by its own executable, or by dotnet and the program's assembly.</summary>
    /// <param name="process">The executable of this process.</param>
    /// <param name="assembly">The program's assembly.</param>
    public static ChildProgram Of(string? process, string assembly) =>
        process is not null && !Path.GetFileNameWithoutExtension(process).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? new ChildProgram(process, [])
            : new ChildProgram(process ?? "dotnet", [assembly]);
}
