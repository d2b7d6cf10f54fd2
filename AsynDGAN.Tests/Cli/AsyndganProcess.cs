using System.Diagnostics;

namespace AsynDGAN.Tests.Cli;

/// <summary>The program as users start it: a process of its own in a working directory of the test's.</summary>
internal sealed class AsyndganProcess : StartedProcess
{
    private AsyndganProcess(ProcessStartInfo start)
        : base(start)
    {
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
    /// <param name="threads">How many threads compute.</param>
    public static AsyndganProcess Start(
        string folder, string[] arguments, int? processors = null, string? redirection = null, string before = "", int threads = 1)
    {
        string[] command = ["dotnet", Path.Combine(TestContext.CurrentContext.TestDirectory, "asyndgan.dll"), .. arguments];

        // Where the tests run in the background, Ctrl-C is ignored, which a process hands down; env takes it back.
        string[] undisturbed = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT,HUP", .. command] : command;
        if (redirection is not null)
        {
            undisturbed = ["bash", "-c", $"{before}exec \"$@\" {redirection}", "bash", .. undisturbed];
        }

        var start = new ProcessStartInfo(undisturbed[0], undisturbed[1..]) { WorkingDirectory = folder };
        Settle(start, threads);
        if (processors is not null)
        {
            start.Environment["DOTNET_PROCESSOR_COUNT"] = processors.ToString();
        }

        return new AsyndganProcess(start);
    }

    /// <summary>The environment in which it runs here.</summary>
    public static void Settle(ProcessStartInfo start, int threads = 1)
    {
        // Equality bit for bit is promised for equal numbers of threads.
        start.Environment["OMP_NUM_THREADS"] = threads.ToString();

        // Else no more than there are cores.
        start.Environment["MKL_DYNAMIC"] = "FALSE";
        start.Environment.Remove("ASYNDGAN_LIBTORCH");
    }

    /// <summary>Waits for its end.</summary>
    public Result Wait()
    {
        var (exitCode, output, error) = WaitForEnd();
        return new Result(exitCode, output, error);
    }

    /// <summary>Ctrl-C.</summary>
    public void Interrupt() => Signal("INT");

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
