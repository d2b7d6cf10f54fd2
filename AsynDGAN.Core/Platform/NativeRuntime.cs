using System.Runtime.InteropServices;

namespace AsynDGAN.Core.Platform;

/// <summary>
/// What must be settled before libtorch is loaded: how its threads wait, how its memory is given back, and which
/// libtorch it is. Values that the user set in the environment are left as they are.
/// </summary>
public static class NativeRuntime
{
    // glibc's malloc.h.
    private const int TrimThreshold = -1, MmapThreshold = -3;

    private static readonly Lock Gate = new();
    private static bool prepared;
    private static string? warning;

    /// <summary>Prepares the process; later calls do nothing more.</summary>
    /// <returns>A warning for the user, or null.</returns>
    /// <exception cref="UserException">There is no libtorch to load, there are two, or it does not load.</exception>
    public static string? Prepare()
    {
        lock (Gate)
        {
            if (!prepared)
            {
                WaitPassively();
                KeepLargeBlocks();
                warning = ExternalLibTorch.Load();
                prepared = true;
            }

            return warning;
        }
    }

    /// <summary>
    /// Spinning OpenMP threads make a step several times slower as soon as another process uses the cores. OpenMP reads
    /// the C library's environment, which .NET's own copy does not reach.
    /// </summary>
    private static void WaitPassively()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
        {
            _ = SetEnv("OMP_WAIT_POLICY", "passive", 0);
        }
    }

    /// <summary>glibc gives large blocks back at every free; the page faults of taking them again dominate large tensors.</summary>
    private static void KeepLargeBlocks()
    {
        string[] chosen = ["MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "GLIBC_TUNABLES"];
        if (!OperatingSystem.IsLinux() || chosen.Any(name => Environment.GetEnvironmentVariable(name) is not null))
        {
            return;
        }

        try
        {
            _ = MallOpt(MmapThreshold, 1 << 30);
            _ = MallOpt(TrimThreshold, int.MaxValue);
        }
        catch (EntryPointNotFoundException)
        {
            // A C library other than glibc, which has no such setting.
        }
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetEnv(string name, string value, int overwrite);

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MallOpt(int parameter, int value);
}
