using System.Diagnostics;
using System.Text;

namespace AsynDGAN.Tests;

/// <summary>A program that a test starts, and what it says. One that does not end fails the test, and is ended with all that it started.</summary>
internal class StartedProcess : IDisposable
{
    /// <summary>How long anything may take; there against hangs alone, and far beyond what a slow or loaded machine needs.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly Process process;
    private readonly StringBuilder output = new(), error = new();

    /// <summary>Starts it.</summary>
    /// <param name="start">How; what it says is read here.</param>
    public StartedProcess(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>What it has written to stdout so far.</summary>
    public string Output => Text(output);

    /// <summary>Runs a program to its end.</summary>
    public static (int ExitCode, string Output, string Error) Run(ProcessStartInfo start)
    {
        using var started = new StartedProcess(start);
        return started.WaitForEnd();
    }

    /// <summary>Waits for its end, and for the last that it and those that it started say.</summary>
    /// <param name="limit">How long; null: <see cref="Longest"/>.</param>
    public (int ExitCode, string Output, string Error) WaitForEnd(TimeSpan? limit = null)
    {
        if (!process.WaitForExitAsync().Wait(limit ?? Longest))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} did not end; it said:\n{Output}\n{Text(error)}");
        }

        return (process.ExitCode, Output, Text(error));
    }

    /// <summary>Waits for something that it does; an end without that is a failure.</summary>
    public void WaitUntil(Func<bool> done, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!done())
        {
            Assert.That(HasEnded, Is.False, () => $"it ended before {what}: {Output}\n{Text(error)}");
            Assert.That(clock.Elapsed, Is.LessThan(Longest), what);
            Thread.Sleep(5);
        }
    }

    /// <summary>Any signal, by its name.</summary>
    public void Signal(string name, int times = 1) => Run(new ProcessStartInfo("kill", ["-" + name, .. Enumerable.Repeat(process.Id.ToString(), times)]));

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
            process.Kill(entireProcessTree: true);
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

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
