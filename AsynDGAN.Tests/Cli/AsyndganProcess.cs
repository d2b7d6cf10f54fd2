using System.Diagnostics;
using System.Text;

namespace AsynDGAN.Tests.Cli;

/// <summary>The program as users start it: a process of its own in a working directory of the test's.</summary>
internal sealed class AsyndganProcess : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly StringBuilder output = new(), error = new();

    private AsyndganProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>What it has written to stdout so far.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>Runs it to its end with its streams elsewhere.</summary>
    /// <param name="folder">Its working directory.</param>
    /// <param name="redirection">As a shell has it, such as <c>2&gt;&amp;-</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Result RunRedirected(string folder, string redirection, params string[] arguments)
    {
        using var started = Start(folder, arguments, redirection: redirection);
        return started.Wait();
    }

    /// <summary>Runs it to its end in a working directory that is removed before it starts.</summary>
    public static Result RunInRemovedFolder(string folder, params string[] arguments)
    {
        Directory.CreateDirectory(folder);
        using var started = Start(folder, arguments, redirection: "", before: "rmdir \"$PWD\"; ");
        return started.Wait();
    }

    /// <summary>Runs it to its end where no file may have a byte.</summary>
    public static Result RunWithoutRoomInFiles(string folder, params string[] arguments)
    {
        // The runtime's own mapping of its code counts as a file.
        using var started = Start(folder, arguments, redirection: "", before: "export DOTNET_EnableWriteXorExecute=0; ulimit -f 0; ");
        return started.Wait();
    }

    /// <summary>Starts it.</summary>
    /// <param name="folder">Its working directory.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="processors">How many processors it believes to have; null: those of the machine.</param>
    /// <param name="redirection">Where a shell sends its streams; null: both are read here.</param>
    /// <param name="before">What the shell does first.</param>
    public static AsyndganProcess Start(string folder, string[] arguments, int? processors = null, string? redirection = null, string before = "")
    {
        string[] command = ["dotnet", Path.Combine(TestContext.CurrentContext.TestDirectory, "asyndgan.dll"), .. arguments];

        // Where the tests run in the background, Ctrl-C is ignored, which a process hands down; env takes it back.
        string[] undisturbed = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT,HUP", .. command] : command;
        if (redirection is not null)
        {
            undisturbed = ["bash", "-c", $"{before}exec \"$@\" {redirection}", "bash", .. undisturbed];
        }

        var start = new ProcessStartInfo(undisturbed[0], undisturbed[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        Settle(start);
        if (processors is not null)
        {
            start.Environment["DOTNET_PROCESSOR_COUNT"] = processors.ToString();
        }

        return new AsyndganProcess(new Process { StartInfo = start });
    }

    /// <summary>The environment in which it runs here.</summary>
    public static void Settle(ProcessStartInfo start)
    {
        // Equality bit for bit is promised for equal numbers of threads.
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment.Remove("ASYNDGAN_LIBTORCH");
    }

    /// <summary>Waits for its end.</summary>
    public Result Wait()
    {
        if (!process.WaitForExit(Longest))
        {
            process.Kill();
            Assert.Fail($"asyndgan did not end; it said:\n{Output}");
        }

        // Without a limit this also waits for the last lines.
        process.WaitForExit();
        return new Result(process.ExitCode, Output, error.ToString());
    }

    /// <summary>Waits for something that it does; an end without that is a failure.</summary>
    public void WaitUntil(Func<bool> done, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!done())
        {
            Assert.That(HasEnded, Is.False, () => $"asyndgan ended before {what}: {Output}\n{error}");
            Assert.That(clock.Elapsed, Is.LessThan(Longest), what);
            Thread.Sleep(5);
        }
    }

    /// <summary>Ctrl-C.</summary>
    public void Interrupt() => Signal("INT");

    /// <summary>Any signal, by its name.</summary>
    public void Signal(string name, int times = 1)
    {
        using var kill = Process.Start("kill", ["-" + name, .. Enumerable.Repeat(process.Id.ToString(), times)]);
        kill.WaitForExit();
    }

    /// <summary>SIGKILL, which leaves it no time for anything.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    /// <summary>What came of it.</summary>
    internal sealed record Result(int ExitCode, string Output, string Error)
    {
        /// <summary>It did what was asked.</summary>
        public Result Succeeded()
        {
            Assert.That(ExitCode, Is.Zero, Error);
            return this;
        }

        /// <summary>It was refused: exit code 2, and the fault and what to do on stderr, without a stack trace.</summary>
        /// <param name="parts">What the message must hold.</param>
        public void Refused(params string[] parts)
        {
            Assert.That(ExitCode, Is.EqualTo(2), Error);
            foreach (var part in parts)
            {
                Assert.That(Error, Does.Contain(part));
            }

            Assert.That(Error, Does.Not.Contain("   at ").And.Not.Contain("xception"));
        }
    }
}
