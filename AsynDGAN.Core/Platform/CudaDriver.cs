using System.Runtime.InteropServices;

namespace AsynDGAN.Core.Platform;

/// <summary>What the driver of a GPU tells that TorchSharp does not: C functions of NVIDIA's driver library, which is there wherever a GPU is.</summary>
internal static class CudaDriver
{
    // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR of cuda.h.
    private const int CapabilityMajor = 75;

    [UnmanagedFunctionPointer(CallingConvention.StdCall)]
    private delegate int Initialise(uint flags);

    [UnmanagedFunctionPointer(CallingConvention.StdCall)]
    private delegate int GetDevice(out int device, int ordinal);

    [UnmanagedFunctionPointer(CallingConvention.StdCall)]
    private delegate int GetAttribute(out int value, int attribute, int device);

    /// <summary>The first number of a GPU's compute capability, such as 8 of 8.6; null where it cannot be told.</summary>
    /// <param name="index">The GPU's number.</param>
    public static int? Capability(int index)
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var library))
        {
            return null;
        }

        return LoadedLibrary.Function<Initialise>(library, "cuInit") is { } initialise
            && LoadedLibrary.Function<GetDevice>(library, "cuDeviceGet") is { } find
            && LoadedLibrary.Function<GetAttribute>(library, "cuDeviceGetAttribute") is { } ask
            && initialise(0) == 0 && find(out var device, index) == 0 && ask(out var major, CapabilityMajor, device) == 0
                ? major
                : null;
    }
}
