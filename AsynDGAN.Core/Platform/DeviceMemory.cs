using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Platform;

/// <summary>How much of a GPU's memory is taken, as the CUDA runtime that libtorch brings tells it, and waiting for a GPU.</summary>
public static class DeviceMemory
{
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int MemGetInfo(out nuint free, out nuint total);

    /// <summary>
    /// Bytes that are taken, by whoever takes them, and all there are. libtorch gives nothing back before its process ends, so that
    /// what this one takes at its end is its peak. Null on the CPU, and where the runtime is not found.
    /// </summary>
    public static (long Used, long Total)? Of(Device device)
    {
        if (device.type != DeviceType.CUDA)
        {
            return null;
        }

        Synchronise(device);
        using var process = Process.GetCurrentProcess();
        var runtime = process.Modules.Cast<ProcessModule>().FirstOrDefault(module =>
            Path.GetFileName(module.FileName) is { } file && (file.StartsWith("libcudart", StringComparison.Ordinal) || file.StartsWith("cudart64", StringComparison.OrdinalIgnoreCase)));
        if (runtime is null || !NativeLibrary.TryGetExport(NativeLibrary.Load(runtime.FileName), "cudaMemGetInfo", out var address)
            || Marshal.GetDelegateForFunctionPointer<MemGetInfo>(address)(out var free, out var total) != 0)
        {
            return null;
        }

        return ((long)(total - free), (long)total);
    }

    /// <summary>Waits until a GPU has done what it was given; a CPU has.</summary>
    public static void Synchronise(Device device)
    {
        if (device.type == DeviceType.CUDA)
        {
            cuda.synchronize(device);
        }
    }
}
