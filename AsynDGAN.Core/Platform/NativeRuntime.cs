using System.Runtime.InteropServices;

namespace AsynDGAN.Core.Platform;

/// <summary>
/// What must be settled before libtorch computes: how its threads wait, how its memory is given back, which libtorch it
/// is, and that NNPACK is off. Values that the user set in the environment are left as they are.
/// </summary>
public static class NativeRuntime
{
    // glibc's malloc.h.
    private const int TrimThreshold = -1, MmapThreshold = -3;

    // Bytes of the largest block that glibc keeps by itself.
    private const int GlibcsKeptBlock = 128 << 10;

    // And of those that it is told to keep: before 2.35 it refuses more than half a heap, which is the second.
    private static readonly int[] keptBlocks = [1 << 30, 32 << 20];

    private static readonly string[] waiting = ["OMP_WAIT_POLICY", "GOMP_SPINCOUNT"];

    private static readonly Lock Gate = new();
    private static bool prepared;
    private static int keptBlock;
    private static string? warning;

    /// <summary>The variables by which a user sets how memory is given back.</summary>
    internal static IReadOnlyList<string> AllocatorVariables { get; } = ["MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "GLIBC_TUNABLES"];

    /// <summary>Whether threads were told to spin for a moment only.</summary>
    internal static bool WaitsBriefly { get; private set; }

    /// <summary>Whether glibc was told to keep large blocks.</summary>
    internal static bool KeepsLargeBlocks => keptBlock > 0;

    /// <summary>Prepares the process; later calls do nothing more.</summary>
    /// <returns>A warning for the user, or null.</returns>
    /// <exception cref="UserException">There is no libtorch to load, there are two, or it does not load.</exception>
    public static string? Prepare()
    {
        lock (Gate)
        {
            if (!prepared)
            {
                WaitBriefly();
                KeepLargeBlocks();
                warning = ExternalLibTorch.Load();
                NnPack.Disable();
                prepared = true;
            }

            return warning;
        }
    }

    /// <summary>
    /// OpenMP's threads spin for a moment and then sleep. Spinning on, as is the default, makes a step several times slower
    /// as soon as another process uses the cores; sleeping at once costs more than a small network's operations take. In
    /// images a second on two cores, 64x64 with 16 filters, alone and beside two busy processes: sleeping at once 24 and 17,
    /// this 40 and 15, spinning three times as long 46 and 10. OpenMP reads the C library's environment, which .NET's own
    /// copy does not reach.
    /// </summary>
    private static void WaitBriefly()
    {
        if (OperatingSystem.IsLinux() && waiting.All(name => Environment.GetEnvironmentVariable(name) is null))
        {
            _ = SetEnv("OMP_WAIT_POLICY", "passive", 0);
            _ = SetEnv("GOMP_SPINCOUNT", "1000", 0);
            WaitsBriefly = true;
        }
    }

    /// <summary>glibc gives large blocks back at every free; the page faults of taking them again dominate large tensors.</summary>
    private static void KeepLargeBlocks()
    {
        if (!OperatingSystem.IsLinux() || AllocatorVariables.Any(name => Environment.GetEnvironmentVariable(name) is not null))
        {
            return;
        }

        try
        {
            keptBlock = Keep(MallOpt);
        }
        catch (EntryPointNotFoundException)
        {
            // A C library other than glibc, which has no such setting.
        }
    }

    /// <summary>Has large blocks kept, and what is free at the heap's end.</summary>
    /// <param name="set">glibc's mallopt: 1 where it took a value, else 0.</param>
    /// <returns>Bytes of the largest block that is kept; 0 where glibc took none, and goes on as it would.</returns>
    internal static int Keep(Func<int, int, int> set)
    {
        var kept = keptBlocks.FirstOrDefault(size => set(MmapThreshold, size) == 1);
        if (kept > 0)
        {
            _ = set(TrimThreshold, int.MaxValue);
        }

        return kept;
    }

    /// <summary>
    /// Computes something once whose large blocks go back as glibc gives them back, where it would take more memory than the
    /// rest of the run and leave it in pieces.
    /// </summary>
    internal static T GivingBackLargeBlocks<T>(Func<T> compute)
    {
        if (!KeepsLargeBlocks)
        {
            return compute();
        }

        _ = MallOpt(MmapThreshold, GlibcsKeptBlock);
        try
        {
            return compute();
        }
        finally
        {
            _ = MallOpt(MmapThreshold, keptBlock);
        }
    }

    /// <summary>Gives back what is free between the blocks in use, after work whose blocks the rest of the run has no use for.</summary>
    internal static void GiveBackFreeBlocks()
    {
        if (KeepsLargeBlocks)
        {
            _ = MallocTrim(0);
        }
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetEnv(string name, string value, int overwrite);

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MallOpt(int parameter, int value);

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MallocTrim(nuint kept);
}
