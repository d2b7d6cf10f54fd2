using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchSharp;

namespace AsynDGAN.Core.Platform;

/// <summary>The native libraries that this process has loaded, and functions that they export.</summary>
internal static class LoadedLibrary
{
    /// <summary>The copy that is in use, by its full path: another copy found by name would have a state of its own.</summary>
    /// <param name="name">Without the system's prefix and ending: torch_cpu.</param>
    /// <returns>Its handle; 0 where none is loaded.</returns>
    public static nint Find(string name) => Load(PathOf(name));

    /// <summary>The file of a library that is in use; null where there is none.</summary>
    /// <param name="name">Such as torch_cpu.</param>
    public static string? PathOf(string name) => PathOf(file => file == name || file == "lib" + name);

    /// <summary>As above, of a library whose file carries a version or a digest behind its name, as libcudart-1b2c3d.so.12 does.</summary>
    /// <param name="name">What the file's name starts with, with the system's prefix.</param>
    public static nint FindVersioned(string name) => Load(PathOf(file => file == name || file.StartsWith(name + ".", StringComparison.Ordinal) || file.StartsWith(name + "-", StringComparison.Ordinal)));

    /// <summary>A function of a library; null where it does not export it.</summary>
    public static T? Function<T>(nint library, string symbol)
        where T : Delegate => library != 0 && NativeLibrary.TryGetExport(library, symbol, out var address)
            ? Marshal.GetDelegateForFunctionPointer<T>(address)
            : null;

    private static nint Load(string? path) => path is null ? 0 : NativeLibrary.Load(path);

    private static string? PathOf(Predicate<string> matches)
    {
        torch.InitializeDeviceType(DeviceType.CPU);
        using var process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>()
            .FirstOrDefault(module => Path.GetFileNameWithoutExtension(module.FileName) is { } file && matches(file))?.FileName;
    }
}
