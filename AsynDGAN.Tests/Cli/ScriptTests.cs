using System.Diagnostics;
using System.Runtime.Versioning;

namespace AsynDGAN.Tests.Cli;

/// <summary>scripts/asyndgan in a copy of the repository's layout, with a dotnet that writes down how it was called.</summary>
[Platform("Linux")]
[SupportedOSPlatform("linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ScriptTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string program;

    public ScriptTests()
    {
        program = folder.Join("a clone", "AsynDGAN.Cli", "bin", "Release", "net10.0", "linux-x64", "asyndgan.dll");
        Directory.CreateDirectory(folder.Join("a clone", "scripts"));
        Directory.CreateDirectory(folder.Join("work"));
        File.Copy(SourceFile("scripts", "asyndgan"), folder.Join("a clone", "scripts", "asyndgan"));
        Executable(folder.Join("bin", "dotnet"), $"""
            #!/bin/sh
            if [ "$1" = build ]; then
                echo "built in $PWD: $*"
                mkdir -p '{Path.GetDirectoryName(program)}'
                touch '{program}'
                exit 0
            fi
            echo "in $PWD"
            for argument; do echo "[$argument]"; done
            exit 7
            """);
    }

    public void Dispose() => folder.Dispose();

    [Test]
    public void The_built_program_gets_the_arguments_in_the_callers_folder_and_returns_its_exit_code()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        File.WriteAllText(program, "");
        var result = Run(folder.Join("a clone", "scripts", "asyndgan"));
        Assert.That(result, Is.EqualTo((7, $"in {folder.Join("work")}\n[{program}]\n[train]\n[--config]\n[my config.yaml]\n[]\n", "")));
    }

    [Test]
    public void A_program_built_for_another_system_is_not_started()
    {
        var other = program.Replace("linux-x64", "a-system", StringComparison.Ordinal);
        Directory.CreateDirectory(Path.GetDirectoryName(other)!);
        File.WriteAllText(other, "");
        Assert.That(Run(folder.Join("a clone", "scripts", "asyndgan")).Output, Does.Contain($"[{program}]"));
    }

    [Test]
    public void A_program_that_is_not_built_is_built_once_and_says_so_on_stderr()
    {
        var result = Run(folder.Join("a clone", "scripts", "asyndgan"));
        Assert.That(result.ExitCode, Is.EqualTo(7));
        Assert.That(result.Output, Does.StartWith($"in {folder.Join("work")}\n[{program}]\n[train]\n"));
        Assert.That(result.Error, Does.Contain($"built in {folder.Join("a clone")}: build AsynDGAN.Cli -c Release"));
        Assert.That(Run(folder.Join("a clone", "scripts", "asyndgan")).Error, Is.Empty);
    }

    [Test]
    public void A_link_to_the_script_starts_the_same_program()
    {
        File.CreateSymbolicLink(folder.Join("bin", "asyndgan"), folder.Join("bin", "second"));
        File.CreateSymbolicLink(folder.Join("bin", "second"), "../a clone/scripts/asyndgan");
        var result = Run(folder.Join("bin", "asyndgan"));
        Assert.That(result.ExitCode, Is.EqualTo(7));
        Assert.That(result.Output, Does.StartWith($"in {folder.Join("work")}\n[{program}]\n"));
    }

    [Test]
    public void A_build_that_fails_ends_it()
    {
        Executable(folder.Join("bin", "dotnet"), "#!/bin/sh\necho broken\nexit 1\n");
        var result = Run(folder.Join("a clone", "scripts", "asyndgan"));
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Output, Is.Empty);
        Assert.That(result.Error, Does.Contain("broken"));
    }

    private (int ExitCode, string Output, string Error) Run(string script)
    {
        var start = new ProcessStartInfo(script, ["train", "--config", "my config.yaml", ""])
        {
            WorkingDirectory = folder.Join("work"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = folder.Join("bin") + ":" + Environment.GetEnvironmentVariable("PATH");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    private static void Executable(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>A file of the repository that the tests were built from.</summary>
    private static string SourceFile(params string[] names)
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AsynDGAN.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the tests do not lie in their repository");
        }

        return Path.Combine([folder.FullName, .. names]);
    }
}
