using System.Runtime.InteropServices;

namespace AsynDGAN.Core.Platform;

/// <summary>
/// The switches of libtorch that TorchSharp does not have: exported C++ functions of the libtorch_cpu that is loaded, called on
/// what at::globalContext() returns. They hold for the whole process.
/// </summary>
internal static class LibTorchContext
{
    private const string GlobalContext = "_ZN2at13globalContextEv";

    // The least severity that libtorch writes to stderr (c10/util/logging_is_not_google_glog.h), where glog does not do it.
    private const string LogLevel = "FLAGS_caffe2_log_level";
    private const int Error = 2;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint GetContext();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetSwitch(nint context, [MarshalAs(UnmanagedType.U1)] bool enabled);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    [return: MarshalAs(UnmanagedType.U1)]
    private delegate bool GetSwitch(nint context);

    /// <summary>Sets a switch.</summary>
    /// <param name="setter">The mangled name of an at::Context::setX(bool).</param>
    /// <param name="enabled">On or off.</param>
    /// <returns>False where this libtorch does not export it (Windows).</returns>
    public static bool TrySet(string setter, bool enabled)
    {
        var library = LoadedLibrary.Find("torch_cpu");
        if (LoadedLibrary.Function<GetContext>(library, GlobalContext) is not { } context || LoadedLibrary.Function<SetSwitch>(library, setter) is not { } set)
        {
            return false;
        }

        set(context(), enabled);
        return true;
    }

    /// <summary>How a switch stands; null where this libtorch does not export it.</summary>
    /// <param name="getter">The mangled name of an at::Context::x() const that returns a bool.</param>
    public static bool? Get(string getter)
    {
        var library = LoadedLibrary.Find("torch_cpu");
        return LoadedLibrary.Function<GetContext>(library, GlobalContext) is { } context && LoadedLibrary.Function<GetSwitch>(library, getter) is { } get ? get(context()) : null;
    }

    /// <summary>Keeps libtorch's warnings away from stderr; its errors still come as exceptions.</summary>
    public static void HideWarnings()
    {
        if (LoadedLibrary.Find("c10") is var library and not 0 && NativeLibrary.TryGetExport(library, LogLevel, out var level))
        {
            Marshal.WriteInt32(level, Error);
        }
    }
}
