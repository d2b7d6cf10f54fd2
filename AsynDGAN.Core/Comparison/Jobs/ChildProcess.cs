using System.Diagnostics;
using System.Text;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>
/// A job under way. Its input is a pipe that is closed to ask it to save and stop, which every system can, and which a parent
/// that is killed does too.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private const int MostLines = 20;

    // As a child's display writes it.
    private const string Warning = "warning: ";

    private readonly Process process = new();
    private readonly StreamWriter log;
    private readonly List<string> errors = [];
    private readonly List<string> warnings = [];
    private readonly HashSet<string> works = [];
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Lock gate = new();
    private double? first;

    /// <exception cref="UserException">The log cannot be written, or the program cannot be started.</exception>
    public ChildProcess(Job job, ChildProgram program, string logFile, int? threads)
    {
        Job = job;
        string[] arguments = [.. job.Command()];
        log = Opened(logFile);
        process.StartInfo = new ProcessStartInfo(program.File, [.. program.First, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        process.StartInfo.Environment[ChildProgram.Variable] = "1";
        if (threads is not null)
        {
            process.StartInfo.Environment.TryAdd("OMP_NUM_THREADS", threads.ToString());
        }

        Log($"{DateTime.UtcNow:yyyy-MM-dd HH:mm:ss} UTC: asyndgan {string.Join(' ', arguments.Select(ShellWord.Of))}");
        try
        {
            process.Start();
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            log.Dispose();
            throw new UserException($"{program.File} cannot be started: {e.Message}");
        }

        Ended = End();
    }

    public Job Job { get; }

    /// <summary>Its exit code, when it has ended and everything that it said is read.</summary>
    public Task<int> Ended { get; }

    /// <summary>What it is doing; null until it says so.</summary>
    public ChildProgress? Progress { get; private set; }

    /// <summary>How much of it is done, in [0, 1]; null where that is not known.</summary>
    public double? Done { get; private set; }

    /// <summary>How long it takes from now on at the pace that it had so far; null where that is not known.</summary>
    public TimeSpan? Left
    {
        get
        {
            lock (gate)
            {
                return first is { } from && Done is { } done && done > from ? TimeAhead.OfSeconds((1 - done) / (done - from) * clock.Elapsed.TotalSeconds) : null;
            }
        }
    }

    /// <summary>How long it has been under way.</summary>
    public TimeSpan Elapsed => clock.Elapsed;

    /// <summary>The last lines of its standard error.</summary>
    public string Errors
    {
        get
        {
            lock (gate)
            {
                return string.Join('\n', errors);
            }
        }
    }

    /// <summary>What it has warned of since this was asked last.</summary>
    public IReadOnlyList<string> NewWarnings()
    {
        lock (gate)
        {
            string[] found = [.. warnings];
            warnings.Clear();
            return found;
        }
    }

    /// <summary>Asks it to save and stop.</summary>
    public void Stop() => Quietly(process.StandardInput.Close);

    /// <summary>Ends it at once.</summary>
    public void Kill() => Quietly(process.Kill);

    public void Dispose()
    {
        process.Dispose();
        log.Dispose();
    }

    private static StreamWriter Opened(string file)
    {
        try
        {
            return new StreamWriter(file, append: true) { AutoFlush = true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{file} cannot be written: {e.Message}", "Choose another folder with --out.");
        }
    }

    private async Task<int> End()
    {
        await Task.WhenAll(Read(process.StandardOutput, Say), Read(process.StandardError, Fail));
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static async Task Read(StreamReader from, Action<string> line)
    {
        while (await from.ReadLineAsync() is { } text)
        {
            line(text);
        }
    }

    private void Say(string line)
    {
        if (ChildProgress.Parse(line) is not { } progress)
        {
            Log(line);
            return;
        }

        lock (gate)
        {
            Progress = progress;
            if (!Counts(progress.Work) || progress.Total <= 0)
            {
                return;
            }

            works.Add(progress.Work);
            Done = Math.Clamp((works.Count - 1 + (double)progress.Done / progress.Total) / Math.Max(1, Job.Trainings), 0, 1);
            if (first is null)
            {
                first = Done;
                clock.Restart();
            }
        }
    }

    /// <summary>Reading, statistics and measures are on the way, and no training.</summary>
    private static bool Counts(string work) =>
        work.EndsWith(IRunDisplay.Steps, StringComparison.Ordinal) || work.EndsWith(IRunDisplay.Drawn, StringComparison.Ordinal);

    private void Fail(string line)
    {
        Log(line);
        lock (gate)
        {
            errors.Add(line);
            if (errors.Count > MostLines)
            {
                errors.RemoveAt(0);
            }
        }
    }

    /// <summary>What a full disk does not take is lost; the work goes on.</summary>
    private void Log(string line)
    {
        lock (gate)
        {
            if (line.StartsWith(Warning, StringComparison.Ordinal))
            {
                warnings.Add(line[Warning.Length..]);
            }

            try
            {
                log.WriteLine(line);
            }
            catch (Exception e) when (WriteFault.Is(e))
            {
                // There is no other place to say it.
            }
        }
    }

    /// <summary>It may have ended meanwhile.</summary>
    private static void Quietly(Action act)
    {
        try
        {
            act();
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or System.ComponentModel.Win32Exception)
        {
            // It has.
        }
    }
}
