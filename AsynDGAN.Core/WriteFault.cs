namespace AsynDGAN.Core;

/// <summary>What goes wrong where files are written, and is not the program's fault.</summary>
public static class WriteFault
{
    /// <summary>Whether a fault is one: no room, no right, or a file that would be larger than it may be.</summary>
    /// <remarks>.NET reports a limit on a file's size, of a process or of a disk, as an argument that is out of range.</remarks>
    public static bool Is(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value", Source: "System.Private.CoreLib" };
}
