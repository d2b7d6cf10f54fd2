using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

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
    /// <exception cref="UserException">None is named, two are there, or one does not load or lacks what TorchSharp needs.</exception>
    internal static string? Load() => Load(AppContext.BaseDirectory, Environment.GetEnvironmentVariable(Variable));

    /// <summary>The version of the libtorch that this program uses; null where the one that is named does not tell it.</summary>
    internal static string? Version => VersionIn(AppContext.BaseDirectory, Environment.GetEnvironmentVariable(Variable));

    internal static string? VersionIn(string programFolder, string? folder) =>
        HasOwn(programFolder) ? OwnVersion : string.IsNullOrEmpty(folder) ? null : VersionOf(folder);

    internal static string? Load(string programFolder, string? folder)
    {
        var own = HasOwn(programFolder);
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

        List<nint> loaded = [];
        foreach (var (name, needed) in Libraries)
        {
            var path = Path.GetFullPath(Path.Combine(folder, FileName(name)));
            if (needed || File.Exists(path))
            {
                loaded.Add(LoadLibrary(path));
            }
        }

        var warning = VersionWarning(folder);
        if (OperatingSystem.IsLinux() && NativeOfTorchSharp(programFolder) is { } native)
        {
            RefuseLacking(folder, NeededSymbols.Of(native), loaded, warning);
        }

        return warning;
    }

    /// <summary>A name that is missing would end the process when it is first called, where nothing can be caught.</summary>
    /// <exception cref="UserException">Names are missing.</exception>
    internal static void RefuseLacking(string folder, IReadOnlyList<string> needed, IReadOnlyList<nint> libraries, string? warning)
    {
        const int Shown = 5;
        var missing = needed.Where(name => !libraries.Any(library => NativeLibrary.TryGetExport(library, name, out _))).ToList();
        if (missing.Count > 0)
        {
            var names = string.Concat(missing.Take(Shown).Select(name => $"\n  {name}")) + (missing.Count > Shown ? $"\n  and {missing.Count - Shown} more" : "");
            throw new UserException(
                $"The libtorch in '{folder}' does not fit: it lacks {missing.Count} of the {needed.Count} names that TorchSharp needs:{names}",
                $"{warning ?? "It is of the version that TorchSharp was built for, but not whole."} PyTorch 2.10 (CPU) and 2.11 (CUDA 13) were run.");
        }
    }

    private static string? NativeOfTorchSharp(string programFolder)
    {
        string[] places = [programFolder, Path.Combine(programFolder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native")];
        return places.Select(place => Path.Combine(place, "libLibTorchSharp.so")).FirstOrDefault(File.Exists);
    }

    internal static string? VersionWarning(string folder) => VersionOf(folder) switch
    {
        null => $"The version of the libtorch in '{folder}' is unknown; TorchSharp was built for {Built}.",
        { } found when MajorMinor(found) == Built => null,
        { } found => $"The libtorch in '{folder}' is {found}; TorchSharp was built for {Built}. It may fail or compute something else.",
    };

    private static bool HasOwn(string programFolder) => File.Exists(Path.Combine(programFolder, FileName("torch_cpu")));

    /// <summary>The version that an installed PyTorch tells; null where it tells none.</summary>
    private static string? VersionOf(string folder)
    {
        var file = Path.Combine(RealPath.Of(folder), "..", "version.py");
        return File.Exists(file) && VersionLine().Match(File.ReadAllText(file)) is { Success: true } match ? match.Groups[1].Value : null;
    }

    private static nint LoadLibrary(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            // The loader's message ends in the reason: the missing file or symbol.
            throw new UserException($"'{path}' does not load: {e.Message.ReplaceLineEndings(" ").Trim()}",
                $"Check that {Variable} names the lib folder of a PyTorch {Built} for this system.");
        }
    }

    /// <summary>
    /// The first two numbers of the libtorch that TorchSharp was built for, as this program's build names it: TorchSharp tells
    /// its own only once a libtorch has been loaded.
    /// </summary>
    internal static string Built { get; } = MajorMinor(OwnVersion);

    private static string OwnVersion =>
        typeof(ExternalLibTorch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "LibTorch").Value!;

    private static string MajorMinor(string version) => string.Join('.', version.Split('.').Take(2));

    private static string FileName(string name) =>
        OperatingSystem.IsWindows() ? name + ".dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";

    [GeneratedRegex("""__version__\s*=\s*['"]([^'"]+)['"]""")]
    private static partial Regex VersionLine();
}
