using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;

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
    public void A_program_built_for_another_processor_is_not_started()
    {
        var other = program.Replace("linux-x64", "linux-arm64", StringComparison.Ordinal);
        Directory.CreateDirectory(Path.GetDirectoryName(other)!);
        File.WriteAllText(other, "");
        Executable(folder.Join("bin", "uname"), "#!/bin/sh\nif [ \"$1\" = -m ]; then echo x86_64; else echo Linux; fi\n");
        Assert.That(Run(folder.Join("a clone", "scripts", "asyndgan")).Output, Does.Contain($"[{program}]"), "it is built");
        Assert.That(Run(folder.Join("a clone", "scripts", "asyndgan")).Output, Does.Contain($"[{program}]"), "and then started");
        Executable(folder.Join("bin", "uname"), "#!/bin/sh\nif [ \"$1\" = -m ]; then echo aarch64; else echo Linux; fi\n");
        Assert.That(Run(folder.Join("a clone", "scripts", "asyndgan")).Output, Does.Contain($"[{other}]"));
    }

    [Test]
    public void Of_programs_of_several_versions_of_NET_the_one_that_was_built_last_is_started()
    {
        var other = program.Replace("net10.0", "net9.0", StringComparison.Ordinal);
        foreach (var (file, age) in new[] { (program, 1), (other, 2) })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, "");
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-age));
        }

        Assert.That(Run(folder.Join("a clone", "scripts", "asyndgan")).Output, Does.Contain($"[{program}]"));
        File.SetLastWriteTimeUtc(other, DateTime.UtcNow);
        Assert.That(Run(folder.Join("a clone", "scripts", "asyndgan")).Output, Does.Contain($"[{other}]"));
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

    [TestCase("reproduce_quickstart.sh", "quickstart", "--out runs/reproduce-quickstart --seeds 1,2")]
    [TestCase("reproduce_lgg.sh DATA", "lgg", "--out runs/reproduce-lgg --splits 11 --jobs 2 --set data.root=my data --seeds 1,2")]
    [TestCase("reproduce_lgg_tumour_size.sh DATA", "lgg-tumour-size", "--out runs/reproduce-lgg-tumour-size --splits 11 --jobs 2 --set data.root=my data --seeds 1,2")]
    [TestCase("reproduce_brats.sh DATA", "brats", "--out runs/reproduce-brats --set data.root=my data --set data.cache=runs/cache-brats --seeds 1,2")]
    [TestCase("reproduce_brats.sh DATA --small", "brats-small", "--out runs/reproduce-brats-small --set data.root=my data --set data.cache=runs/cache-brats-small --seeds 1,2")]
    [TestCase("reproduce_nuclei.sh DATA", "nuclei-dsb2018", "--out runs/reproduce-nuclei-dsb2018 --jobs 2 --set data.root=my data --seeds 1,2")]
    [TestCase("reproduce_gaussian.sh", "gaussian", "--out runs/reproduce-gaussian --seeds 1,2,3,4,5 --withheld --growth 2,3,10,50 --jobs 2 --seeds 1,2")]
    public void A_reproduction_is_a_comparison_with_its_configuration_and_what_is_given(string call, string config, string options)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        File.WriteAllText(program, "");
        var words = call.Split(' ');
        var script = folder.Join("a clone", "scripts", words[0]);
        File.Copy(SourceFile("scripts", words[0]), script);
        var result = Run(script, [.. words.Skip(1).Select(word => word == "DATA" ? "my data" : word), "--seeds", "1,2"]);
        var said = result.Output.Split('\n').Skip(2).Where(line => line.Length > 0).Select(line => line[1..^1]);
        Assert.That(
            string.Join(' ', said).Replace("scripts/../", "", StringComparison.Ordinal),
            Is.EqualTo($"compare --config {folder.Join("a clone", "configs", config)}.yaml {options}"), result.Error);
        Assert.That(result.ExitCode, Is.EqualTo(7));
    }

    [TestCase("lgg")]
    [TestCase("lgg_tumour_size")]
    [TestCase("brats")]
    [TestCase("nuclei")]
    public void A_reproduction_without_its_data_says_how_it_is_called(string name)
    {
        var result = Run(SourceFile("scripts", $"reproduce_{name}.sh"), []);
        Assert.That(result.ExitCode, Is.Not.Zero);
        Assert.That(result.Error, Does.Contain($"usage: reproduce_{name}.sh DATA_ROOT"));
    }

    [Test]
    public void Every_reproduction_has_a_script_for_Windows_with_the_same_options()
    {
        var scripts = Path.GetDirectoryName(SourceFile("scripts", "asyndgan"))!;
        var names = Directory.GetFiles(scripts, "reproduce_*.sh").Select(file => Path.GetFileNameWithoutExtension(file)).ToArray();
        Assert.That(Directory.GetFiles(scripts, "reproduce_*.cmd").Select(file => Path.GetFileNameWithoutExtension(file)), Is.EquivalentTo(names));
        foreach (var name in names)
        {
            var windows = File.ReadAllText(Path.Combine(scripts, name + ".cmd"));
            Assert.That(windows.Count(letter => letter == '\n'), Is.EqualTo(windows.Split("\r\n").Length - 1), "ends of lines");
            Assert.That(Options(windows.Replace('\\', '/')), Is.EquivalentTo(Options(File.ReadAllText(Path.Combine(scripts, name + ".sh")))), name);
        }
    }

    [Test]
    public void Made_up_data_lie_where_the_caller_says_and_count_once_they_are_whole()
    {
        Executable(folder.Join("bin", "dotnet"), "#!/bin/sh\nfor last; do :; done\nmkdir -p \"$last\"\necho \"[$last]\"\nexit 7\n");
        var script = folder.Join("a clone", "scripts", "measure_reading.sh");
        File.Copy(SourceFile("scripts", "measure_reading.sh"), script);
        for (var time = 1; time <= 2; time++)
        {
            Assert.That(Run(script, ["my sets"]), Is.EqualTo((7, $"[{folder.Join("work", "my sets.writing")}]\n", "")), $"time {time}");
            Assert.That(folder.Join("work", "my sets"), Does.Not.Exist);
        }
    }

    /// <summary>The names of the options that a script gives to compare, and the values of those that no variable stands in.</summary>
    private static IEnumerable<string> Options(string script) =>
        Regex.Matches(script[script.IndexOf(" compare --config", StringComparison.Ordinal)..], @"--[a-z]+( (runs/)?[a-z0-9,][a-z0-9,-]*(?=[ \r\n]))?").Select(match => match.Value);

    private (int ExitCode, string Output, string Error) Run(string script) => Run(script, ["train", "--config", "my config.yaml", ""]);

    private (int ExitCode, string Output, string Error) Run(string script, string[] arguments)
    {
        var start = new ProcessStartInfo(script, arguments) { WorkingDirectory = folder.Join("work") };
        start.Environment["PATH"] = folder.Join("bin") + ":" + Environment.GetEnvironmentVariable("PATH");
        return StartedProcess.Run(start);
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
