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

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GetDevice(out int device);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SetDevice(int device);

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
        var library = runtime is null ? 0 : NativeLibrary.Load(runtime.FileName);
        if (LoadedLibrary.Function<MemGetInfo>(library, "cudaMemGetInfo") is not { } ask || LoadedLibrary.Function<GetDevice>(library, "cudaGetDevice") is not { } current
            || LoadedLibrary.Function<SetDevice>(library, "cudaSetDevice") is not { } choose || current(out var before) != 0)
        {
            return null;
        }

        // The runtime tells of the thread's current GPU.
        var chosen = choose(device.index);
        var asked = ask(out var free, out var total);
        return choose(before) == 0 && chosen == 0 && asked == 0 ? ((long)(total - free), (long)total) : null;
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
