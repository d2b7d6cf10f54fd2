using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;

namespace AsynDGAN.Core.Platform;

/// <summary>
/// The switch of oneDNN, libtorch's library of CPU convolutions. On some processors it computes false gradients;
/// off, libtorch's own kernels take over (about 1.6 to 2.2 times slower). The switch holds for the whole process.
/// </summary>
/// <remarks>
/// TorchSharp has no such setting, so the exported C++ functions of the libtorch_cpu that is loaded are called:
/// at::globalContext(), at::Context::setUserEnabledMkldnn(bool) and setUserEnabledNNPACK(bool). NNPACK goes off with it,
/// because it would take oneDNN's place and fill stderr with warnings.
/// </remarks>
public static class OneDnn
{
    private const string GlobalContext = "_ZN2at13globalContextEv";
    private const string SetOneDnn = "_ZN2at7Context20setUserEnabledMkldnnEb";
    private const string SetNnPack = "_ZN2at7Context20setUserEnabledNNPACKEb";

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint GetContext();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetSwitch(nint context, [MarshalAs(UnmanagedType.U1)] bool enabled);

    /// <summary>Whether convolutions on the CPU may use oneDNN; true until <see cref="Disable"/>.</summary>
    public static bool Enabled { get; private set; } = true;

    /// <summary>Switches oneDNN and NNPACK off for this process.</summary>
    /// <exception cref="PlatformNotSupportedException">This build of libtorch does not export the switch (Windows).</exception>
    public static void Disable() => Set(false);

    /// <summary>Switches both on again, as they are when the process starts.</summary>
    /// <exception cref="PlatformNotSupportedException">As for <see cref="Disable"/>.</exception>
    public static void Enable() => Set(true);

    private static void Set(bool enabled)
    {
        var library = LoadedLibTorch();
        var context = Function<GetContext>(library, GlobalContext)();
        Function<SetSwitch>(library, SetOneDnn)(context, enabled);
        Function<SetSwitch>(library, SetNnPack)(context, enabled);
        Enabled = enabled;
    }

    // The copy that is in use, by its full path: another copy found by name would have a context of its own.
    private static nint LoadedLibTorch()
    {
        torch.InitializeDeviceType(DeviceType.CPU);
        using var process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            if (Path.GetFileNameWithoutExtension(module.FileName) is "libtorch_cpu" or "torch_cpu")
            {
                return NativeLibrary.Load(module.FileName);
            }
        }

        throw new PlatformNotSupportedException("oneDNN cannot be switched: no libtorch_cpu among the libraries of this process");
    }

    private static T Function<T>(nint library, string symbol)
        where T : Delegate => NativeLibrary.TryGetExport(library, symbol, out var address)
            ? Marshal.GetDelegateForFunctionPointer<T>(address)
            : throw new PlatformNotSupportedException(
                $"oneDNN cannot be switched on this platform: its libtorch_cpu does not export {symbol}");
}
