using System.Runtime.InteropServices;
using System.Text;

namespace AsynDGAN.Core.Diagnosis;

/// <summary>What NVIDIA's driver tells of a GPU, where there is one.</summary>
internal static class GpuFacts
{
    private const int ComputeMajor = 75, ComputeMinor = 76, LongestName = 256;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Init(uint flags);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int DriverVersion(out int version);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int DeviceName(byte[] name, int length, int device);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int DeviceAttribute(out int value, int attribute, int device);

    /// <summary>The newest CUDA that the driver knows, such as 12.4; null where there is no driver.</summary>
    public static string? Cuda =>
        Function<DriverVersion>("cuDriverGetVersion") is { } get && get(out var version) == 0 ? $"{version / 1000}.{version % 1000 / 10}" : null;

    /// <summary>A GPU's name and compute capability; null where the driver does not tell.</summary>
    public static string? Name(int device)
    {
        var name = new byte[LongestName];
        return Function<Init>("cuInit") is { } init && init(0) == 0
            && Function<DeviceName>("cuDeviceGetName") is { } get && get(name, name.Length, device) == 0
            && Function<DeviceAttribute>("cuDeviceGetAttribute") is { } attribute
            && attribute(out var major, ComputeMajor, device) == 0 && attribute(out var minor, ComputeMinor, device) == 0
            ? $"{Encoding.ASCII.GetString(name).TrimEnd('\0')}, compute capability {major}.{minor}"
            : null;
    }

    private static T? Function<T>(string symbol)
        where T : Delegate =>
        NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var library) && NativeLibrary.TryGetExport(library, symbol, out var address)
            ? Marshal.GetDelegateForFunctionPointer<T>(address)
            : null;
}
