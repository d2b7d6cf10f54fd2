using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using TorchSharp;

namespace AsynDGAN.Core.Platform;

/// <summary>
/// The libtorch of an installed PyTorch, for a program built with <c>-p:Torch=external</c>, which has none of its own.
/// The environment variable ASYNDGAN_LIBTORCH names its folder (<c>.../torch/lib</c>).
/// </summary>
public static partial class ExternalLibTorch
{
    /// <summary>The variable's name.</summary>
    public const string Variable = "ASYNDGAN_LIBTORCH";

    // In this order each finds those it needs among the ones already loaded; the GPU's are not in every PyTorch.
    private static readonly (string Name, bool Needed)[] Libraries =
        [("c10", true), ("torch_cpu", true), ("c10_cuda", false), ("torch_cuda", false), ("torch", true)];

    /// <summary>Loads it where this program needs it.</summary>
    /// <returns>A warning where its version is not the one TorchSharp was built for, else null.</returns>
    /// <exception cref="UserException">None is named, two are there, or one does not load.</exception>
    internal static string? Load() => Load(AppContext.BaseDirectory, Environment.GetEnvironmentVariable(Variable));

    internal static string? Load(string programFolder, string? folder)
    {
        var own = File.Exists(Path.Combine(programFolder, FileName("torch_cpu")));
        if (own && !string.IsNullOrEmpty(folder))
        {
            // Two copies in one process abort it where nothing can be caught.
            throw new UserException(
                $"{Variable} is set to '{folder}', but this program was built with a libtorch of its own.",
                $"Unset {Variable}, or build with -p:Torch=external.");
        }

        if (own)
        {
            return null;
        }

        if (string.IsNullOrEmpty(folder))
        {
            throw new UserException(
                "This program was built without a libtorch (-p:Torch=external) and none is named.",
                $"Set {Variable} to the lib folder of an installed PyTorch (.../site-packages/torch/lib).");
        }

        foreach (var (name, needed) in Libraries)
        {
            var path = Path.GetFullPath(Path.Combine(folder, FileName(name)));
            if (needed || File.Exists(path))
            {
                LoadLibrary(path);
            }
        }

        return VersionWarning(folder);
    }

    internal static string? VersionWarning(string folder)
    {
        var built = MajorMinor(torch.__version__);
        var file = Path.Combine(folder, "..", "version.py");
        var match = File.Exists(file) ? VersionLine().Match(File.ReadAllText(file)) : Match.Empty;
        if (!match.Success)
        {
            return $"The version of the libtorch in '{folder}' is unknown; TorchSharp was built for {built}.";
        }

        var found = match.Groups[1].Value;
        return MajorMinor(found) == built
            ? null
            : $"The libtorch in '{folder}' is {found}; TorchSharp was built for {built}. It may fail or compute something else.";
    }

    private static void LoadLibrary(string path)
    {
        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            // The loader's message ends in the reason: the missing file or symbol.
            throw new UserException($"'{path}' does not load: {e.Message.ReplaceLineEndings(" ").Trim()}",
                $"Check that {Variable} names the lib folder of a PyTorch {MajorMinor(torch.__version__)} for this system.");
        }
    }

    private static string MajorMinor(string version) => string.Join('.', version.Split('.').Take(2));

    private static string FileName(string name) =>
        OperatingSystem.IsWindows() ? name + ".dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";

    [GeneratedRegex("""__version__\s*=\s*['"]([^'"]+)['"]""")]
    private static partial Regex VersionLine();
}
