using System.Runtime.Intrinsics.X86;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Platform;

/// <summary>
/// The numbers in which this process multiplies: one setting for every network, since libtorch's switches hold for the process.
/// The convolution layer asks for it; weights, optimizers, losses and the statistics of norms are float32 in any of them.
/// </summary>
public static class Arithmetic
{
    // Ampere, the first with TF32 and bfloat16.
    private const int FirstCapability = 8;

    /// <summary>What is computed in: <see cref="Precision.Float32"/> until it is settled, and never <see cref="Precision.Auto"/>.</summary>
    public static Precision Precision { get; private set; } = Precision.Float32;

    /// <summary>The same as files say it.</summary>
    public static string Name => YamlValue.Of(Precision);

    /// <summary>Settles it for the process.</summary>
    /// <param name="wanted">What the configuration asks for.</param>
    /// <param name="device">What is computed on.</param>
    /// <returns>What it is, in a line for the user, and a warning or null.</returns>
    public static (string Line, string? Warning) Settle(Precision wanted, Device device)
    {
        var onGpu = device.type == DeviceType.CUDA;
        var capability = onGpu ? CudaDriver.Capability(device.index)?.Major : null;
        Precision = On(wanted, onGpu, capability);
        backends.cuda.matmul.allow_tf32 = Precision == Precision.Tf32;
        backends.cudnn.allow_tf32 = Precision == Precision.Tf32;
        var line = $"precision: {Name}" + (wanted == Precision ? "" : $" (training.precision: {YamlValue.Of(wanted)})");
        return (line, Precision == Precision.Bfloat16 ? WarningOfBfloat16(onGpu, capability, HasBfloat16) : null);
    }

    /// <summary>Whether this processor multiplies bfloat16 itself (avx512_bf16: CPUID leaf 7, subleaf 1, bit 5 of EAX).</summary>
    public static bool HasBfloat16 { get; } = X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;

    /// <summary>
    /// What a device makes of a wish. auto is tf32 on a GPU that is known to have it, as convolutions are computed by
    /// default in PyTorch; where there is no TF32, it is float32.
    /// </summary>
    internal static Precision On(Precision wanted, bool onGpu, int? capability) => wanted switch
    {
        Precision.Auto => onGpu && capability >= FirstCapability ? Precision.Tf32 : Precision.Float32,
        Precision.Tf32 => onGpu && !(capability < FirstCapability) ? Precision.Tf32 : Precision.Float32,
        Precision.Float32 or Precision.Bfloat16 => wanted,
        _ => throw new ArgumentOutOfRangeException(nameof(wanted), wanted, "no such precision"),
    };

    /// <summary>What an earlier version, which did not record it, computed in: float32 but where a GPU was allowed TF32.</summary>
    /// <param name="device">The device it recorded.</param>
    /// <param name="identity">The keys it recorded; null where it did not.</param>
    internal static string Earlier(string device, IReadOnlyDictionary<string, string>? identity) =>
        device != "cpu" && identity is not null && FormerKey.ValueIn(identity, "training.precision") is { } value ? value : YamlValue.Of(Precision.Float32);

    internal static string? WarningOfBfloat16(bool onGpu, int? capability, bool hasBfloat16) => (onGpu, capability, hasBfloat16) switch
    {
        (true, < FirstCapability, _) => $"bfloat16 on a GPU of compute capability {capability}, which does not have it: it may be slow or fail. --set training.precision=float32 is the way there.",
        (false, _, false) => "bfloat16 on a processor without avx512_bf16: a step takes 30 to 60 times as long as in float32. --set training.precision=float32 is the way here.",
        _ => null,
    };
}
