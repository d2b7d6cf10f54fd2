using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace AsynDGAN.Core.Platform;

/// <summary>What the driver of a GPU tells that TorchSharp does not: C functions of NVIDIA's driver library, which is there wherever a GPU is.</summary>
internal static class CudaDriver
{
    // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR and _MINOR of cuda.h.
    private const int CapabilityMajor = 75, CapabilityMinor = 76;

    private const int LongestName = 256;

    [UnmanagedFunctionPointer(CallingConvention.StdCall)]
    private delegate int Initialise(uint flags);

    [UnmanagedFunctionPointer(CallingConvention.StdCall)]
    private delegate int GetVersion(out int version);

    [UnmanagedFunctionPointer(CallingConvention.StdCall)]
    private delegate int GetDevice(out int device, int ordinal);

    [UnmanagedFunctionPointer(CallingConvention.StdCall)]
    private delegate int GetName(byte[] name, int length, int device);

    [UnmanagedFunctionPointer(CallingConvention.StdCall)]
    private delegate int GetAttribute(out int value, int attribute, int device);

    /// <summary>The newest CUDA that the driver knows, such as 12.4; null where there is no driver.</summary>
    public static string? Version =>
        Function<GetVersion>("cuDriverGetVersion") is { } get && get(out var version) == 0 ? $"{version / 1000}.{version % 1000 / 10}" : null;

    /// <summary>A GPU's compute capability, such as 8 and 6; null where it cannot be told.</summary>
    /// <param name="index">The GPU's number.</param>
    public static (int Major, int Minor)? Capability(int index) =>
        Device(index) is { } device && Attribute(device, CapabilityMajor) is { } major && Attribute(device, CapabilityMinor) is { } minor ? (major, minor) : null;

    /// <summary>The name of the GPU that is a device; null of another device, and where it cannot be told.</summary>
    /// <param name="device">As libtorch names it, such as cuda:0.</param>
    public static string? Name(string device) =>
        device.Split(':') is ["cuda", var index] ? Name(int.Parse(index, CultureInfo.InvariantCulture)) : null;

    /// <summary>A GPU's name; null where it cannot be told.</summary>
    /// <param name="index">The GPU's number.</param>
    public static string? Name(int index)
    {
        var name = new byte[LongestName];
        return Device(index) is { } device && Function<GetName>("cuDeviceGetName") is { } get && get(name, name.Length, device) == 0
            ? Encoding.ASCII.GetString(name).TrimEnd('\0')
            : null;
    }

    private static int? Device(int index) =>
        Function<Initialise>("cuInit") is { } initialise && Function<GetDevice>("cuDeviceGet") is { } find
        && initialise(0) == 0 && find(out var device, index) == 0
            ? device
            : null;

    private static int? Attribute(int device, int attribute) =>
        Function<GetAttribute>("cuDeviceGetAttribute") is { } ask && ask(out var value, attribute, device) == 0 ? value : null;

    private static T? Function<T>(string symbol)
        where T : Delegate =>
        NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var library) ? LoadedLibrary.Function<T>(library, symbol) : null;
}
