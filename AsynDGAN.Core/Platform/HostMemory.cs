using System.Diagnostics;

namespace AsynDGAN.Core.Platform;

/// <summary>This process's resident memory in bytes.</summary>
public static class HostMemory
{
    /// <summary>Now.</summary>
    public static long Used => Read(process => process.WorkingSet64);

    /// <summary>The most so far.</summary>
    public static long Peak => Read(process => process.PeakWorkingSet64);

    private static long Read(Func<Process, long> field)
    {
        using var process = Process.GetCurrentProcess();
        return field(process);
    }
}
