using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace AsynDGAN.Core.Platform;

/// <summary>What processor this is: libtorch chooses its kernels by that, and others round otherwise.</summary>
internal static class ProcessorKind
{
    private const string CpuInfo = "/proc/cpuinfo";

    // What libtorch's kernels choose by.
    private static readonly string[] features = ["avx2", "fma", "avx512f", "avx512_bf16", "avx512_fp16", "amx_tile", "amx_bf16"];

    /// <summary>As the system calls it.</summary>
    public static string Name { get; } =
        (File.Exists(CpuInfo) ? Line("model name")?.Split(':')[1].Trim() : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER"))
        ?? RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>Its vector instructions, and whether it has them.</summary>
    public static IReadOnlyList<(string Name, bool Has)> Features { get; } = Line("flags")?.Split(' ') is { } flags
        ? [.. features.Select(feature => (feature, flags.Contains(feature)))]
        : [("avx2", Avx2.IsSupported), ("avx512f", Avx512F.IsSupported)];

    /// <summary>Its name and those of its features in a line.</summary>
    public static string Text { get; } = $"{Name} ({string.Join(", ", Features.Where(feature => feature.Has).Select(feature => feature.Name).DefaultIfEmpty("no AVX2"))})";

    private static string? Line(string start) =>
        File.Exists(CpuInfo) ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) : null;
}
