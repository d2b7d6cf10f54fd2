using AsynDGAN.Core;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests.Platform;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ExternalLibTorchTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string program, torch;

    public ExternalLibTorchTests()
    {
        program = Directory.CreateDirectory(folder.Join("program")).FullName;
        torch = Directory.CreateDirectory(folder.Join("torch", "lib")).FullName;
    }

    public void Dispose() => folder.Dispose();

    [Test]
    public void A_program_with_a_libtorch_of_its_own_needs_none()
    {
        File.WriteAllText(Path.Combine(program, Name("torch_cpu")), "");
        Assert.That(ExternalLibTorch.Load(program, null), Is.Null);
    }

    [Test]
    public void Two_are_refused_before_they_meet()
    {
        File.WriteAllText(Path.Combine(program, Name("torch_cpu")), "");
        var fault = Assert.Throws<UserException>(() => ExternalLibTorch.Load(program, torch));
        Assert.That(fault!.Message, Does.Contain($"ASYNDGAN_LIBTORCH is set to '{torch}'").And.Contain("libtorch of its own"));
        Assert.That(fault.Hint, Does.Contain("Unset ASYNDGAN_LIBTORCH").And.Contain("-p:Torch=external"));
    }

    [TestCase(null)]
    [TestCase("")]
    public void None_is_refused(string? named)
    {
        var fault = Assert.Throws<UserException>(() => ExternalLibTorch.Load(program, named));
        Assert.That(fault!.Message, Does.Contain("built without a libtorch"));
        Assert.That(fault.Hint, Does.Contain("Set ASYNDGAN_LIBTORCH to the lib folder"));
    }

    [Test]
    public void An_empty_variable_is_no_second_libtorch()
    {
        File.WriteAllText(Path.Combine(program, Name("torch_cpu")), "");
        Assert.That(ExternalLibTorch.Load(program, ""), Is.Null);
    }

    [Test]
    public void A_folder_without_the_libraries_is_named()
    {
        Refused(Path.Combine(torch, Name("c10")));
    }

    [Test]
    public void A_broken_library_is_named()
    {
        var broken = Path.Combine(torch, Name("c10"));
        File.WriteAllText(broken, "not a library");
        Refused(broken);
    }

    [TestCase("2.10.0", null)]
    [TestCase("2.10.1+cu128", null)]
    [TestCase("2.1.0", "is 2.1.0; TorchSharp was built for 2.10. It may fail")]
    [TestCase("2.11.0a0+git1", "is 2.11.0a0+git1; TorchSharp was built for 2.10.")]
    public void Another_version_is_warned_of(string version, string? expected)
    {
        File.WriteAllText(folder.Join("torch", "version.py"), $"from typing import Optional\n\n__version__ = '{version}'\ndebug = False\n");
        var warning = ExternalLibTorch.VersionWarning(torch);
        Assert.That(warning, expected is null ? Is.Null : Does.Contain(expected).And.Contain(torch));
    }

    [Test]
    public void The_version_of_a_libtorch_behind_a_link_is_known()
    {
        File.WriteAllText(folder.Join("torch", "version.py"), "__version__ = '2.10.0'\n");
        var link = folder.Join("opt-libtorch");
        Directory.CreateSymbolicLink(link, torch);
        Assert.That(ExternalLibTorch.VersionWarning(link), Is.Null);
    }

    [TestCase(null)]
    [TestCase("debug = False\n")]
    public void An_unknown_version_is_warned_of(string? text)
    {
        if (text is not null)
        {
            File.WriteAllText(folder.Join("torch", "version.py"), text);
        }

        Assert.That(
            ExternalLibTorch.VersionWarning(torch),
            Is.EqualTo($"The version of the libtorch in '{torch}' is unknown; TorchSharp was built for 2.10."));
    }

    [Test]
    public void The_version_that_computes_is_the_programs_own_or_what_the_named_libtorch_tells()
    {
        Assert.That(ExternalLibTorch.VersionIn(program, null), Is.Null);
        Assert.That(ExternalLibTorch.VersionIn(program, torch), Is.Null);
        File.WriteAllText(folder.Join("torch", "version.py"), "__version__ = '2.11.0+cu130'\n");
        Assert.That(ExternalLibTorch.VersionIn(program, torch), Is.EqualTo("2.11.0+cu130"));
        File.WriteAllText(Path.Combine(program, Name("torch_cpu")), "");
        Assert.That(ExternalLibTorch.VersionIn(program, null), Does.StartWith(ExternalLibTorch.Built + "."));
    }

    [Test]
    [Platform("Linux")]
    public void The_libtorch_of_this_build_has_every_name_that_TorchSharp_needs()
    {
        var needed = NeededSymbols.Of(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));
        Assert.That(needed, Has.Count.GreaterThan(1000));
        Assert.That(needed, Is.All.StartsWith("_Z"), "names of C++, of which those of the C++ library carry versions");
        Assert.That(() => ExternalLibTorch.RefuseLacking(torch, needed, Own(), null), Throws.Nothing);
    }

    [Test]
    public void The_version_that_the_build_names_is_TorchSharps_own() =>
        Assert.That(TorchSharp.torch.__version__, Does.StartWith(ExternalLibTorch.Built + "."));

    [Test]
    [Platform("Linux")]
    public void Names_that_a_libtorch_lacks_are_counted_and_told()
    {
        string[] needed = ["_ZN2at13globalContextEv", "_ZN2at7missingEv", .. Enumerable.Range(1, 6).Select(i => $"_ZN2at5other{i}Ev")];
        var fault = Assert.Throws<UserException>(() => ExternalLibTorch.RefuseLacking(torch, needed, Own(), "It is 1.13."));
        Assert.That(fault!.Message, Does.StartWith($"The libtorch in '{torch}' does not fit: it lacks 7 of the 8 names that TorchSharp needs:\n  _ZN2at7missingEv\n").And.EndsWith("\n  and 2 more"));
        Assert.That(fault.Message, Does.Not.Contain("globalContext"));
        Assert.That(fault.Hint, Does.StartWith("It is 1.13.").And.Contain("2.10 (CPU) and 2.11 (CUDA 13)"));
    }

    private static nint[] Own() => [.. new[] { "c10", "torch_cpu" }.Select(LoadedLibrary.Find)];

    private void Refused(string library)
    {
        var fault = Assert.Throws<UserException>(() => ExternalLibTorch.Load(program, torch));
        Assert.That(fault!.Message, Does.StartWith($"'{library}' does not load: ").And.Not.Contain("\n"));
        Assert.That(fault.Hint, Does.Contain("ASYNDGAN_LIBTORCH").And.Contain("2.10"));
    }

    private static string Name(string library) =>
        OperatingSystem.IsWindows() ? library + ".dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";
}
