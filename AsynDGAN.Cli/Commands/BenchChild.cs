using System.Diagnostics;
using AsynDGAN.Core;
using AsynDGAN.Core.Benchmark;
using AsynDGAN.Core.Comparison.Jobs;

namespace AsynDGAN.Cli.Commands;

/// <summary>One number of sites, measured by this program in a process of its own.</summary>
internal static class BenchChild
{
    /// <summary>Runs it to its end; what it says on stderr is passed on.</summary>
    /// <exception cref="UserException">It failed, and has said why.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static BenchmarkResult Run(int sites, IReadOnlyList<string> options, CancellationToken stop)
    {
        var program = ChildProgram.Of(Environment.ProcessPath, typeof(BenchChild).Assembly.Location);
        var start = new ProcessStartInfo(program.File, [.. program.First, "bench", .. options, "--sites", $"{sites}", "--quiet", "--json", "-"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment[ChildProgram.Variable] = "1";
        using var process = Process.Start(start)!;
        using var asked = stop.Register(process.StandardInput.Close);
        var json = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        stop.ThrowIfCancellationRequested();
        return process.ExitCode == ExitCodes.Done ? BenchmarkResult.Parse(json) : throw new UserException($"The measurement with {sites} sites failed, as it says above.");
    }
}
