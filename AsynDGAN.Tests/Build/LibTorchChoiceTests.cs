using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AsynDGAN.Tests.Build;

/// <summary>eng/LibTorch.targets: what MSBuild makes of a runtime identifier, without a build.</summary>
public partial class LibTorchChoiceTests
{
    [TestCase("linux-x64", "cpu", "TorchSharp", "libtorch-cpu-linux-x64", "SkiaSharp.NativeAssets.Linux.NoDependencies")]
    [TestCase("win-x64", "cpu", "TorchSharp", "libtorch-cpu-win-x64")]
    [TestCase("win-arm64", "cpu", "TorchSharp", "libtorch-cpu-win-arm64")]
    [TestCase("osx-arm64", "cpu", "TorchSharp", "libtorch-cpu-osx-arm64")]
    [TestCase("linux-x64", "cuda", "TorchSharp", "TorchSharp-cuda-linux", "SkiaSharp.NativeAssets.Linux.NoDependencies")]
    [TestCase("win-x64", "cuda", "TorchSharp", "TorchSharp-cuda-windows")]
    [TestCase("win-x64", "external", "TorchSharp")]
    public void The_native_packages_are_those_of_the_system_that_is_built_for(string identifier, string torch, params string[] expected)
    {
        var (exitCode, output) = MSBuild($"-p:RuntimeIdentifier={identifier}", $"-p:Torch={torch}", "-getItem:PackageReference");
        Assert.That(exitCode, Is.Zero, output);
        var packages = JsonDocument.Parse(output).RootElement.GetProperty("Items").GetProperty("PackageReference").EnumerateArray()
            .Select(package => package.GetProperty("Identity").GetString()!)
            .Where(name => name.Contains("torch", StringComparison.OrdinalIgnoreCase) || name.Contains("NativeAssets", StringComparison.Ordinal));
        Assert.That(packages, Is.EqualTo(expected));
    }

    [TestCase("linux-arm64", "cpu", "There is no libtorch for linux-arm64 with -p:Torch=cpu: build for linux-x64, win-x64, osx-arm64, win-arm64")]
    [TestCase("osx-arm64", "cuda", "There is no libtorch for osx-arm64 with -p:Torch=cuda: build for linux-x64, win-x64 ")]
    [TestCase("linux-x64", "gpu", "-p:Torch=gpu is unknown: use cpu, cuda or external.")]
    public void What_has_no_libtorch_is_one_error(string identifier, string torch, string message)
    {
        var (exitCode, output) = MSBuild($"-p:RuntimeIdentifier={identifier}", $"-p:Torch={torch}", "-t:CollectPackageReferences");
        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(output, Does.Contain(message));
        Assert.That(Error().Count(output), Is.EqualTo(1), output);
    }

    [Test]
    public void An_error_is_told_from_a_path_that_has_the_word() =>
        Assert.That(Error().Count("/home/terror/LibTorch.targets(9,5): error : No libtorch. [/home/terror/a.csproj]\n/error/b.targets(1,2): error MSB4057: No target."), Is.EqualTo(2));

    private static (int ExitCode, string Output) MSBuild(params string[] arguments)
    {
        var (exitCode, output, _) = StartedProcess.Run(new ProcessStartInfo("dotnet", ["msbuild", "-nologo", "-nodeReuse:false", CoreProject(), .. arguments]));
        return (exitCode, output);
    }

    private static string CoreProject([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "AsynDGAN.Core", "AsynDGAN.Core.csproj");

    /// <summary>As MSBuild begins one, behind its place.</summary>
    [GeneratedRegex(@": error( \w+| ):")]
    private static partial Regex Error();
}
