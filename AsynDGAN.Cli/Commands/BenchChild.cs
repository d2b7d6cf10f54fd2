using System.Diagnostics;
using System.Text.Json.Nodes;
using AsynDGAN.Core.Benchmark;
using AsynDGAN.Core.Comparison.Jobs;

namespace AsynDGAN.Cli.Commands;

/// <summary>One number of sites, measured by this program in a process of its own.</summary>
/// <param name="ExitCode">Of the process.</param>
/// <param name="Result">What it measured; null where it failed.</param>
/// <param name="Warnings">What it warned of.</param>
internal sealed record BenchChild(int ExitCode, BenchmarkResult? Result, IReadOnlyList<string> Warnings)
{
    /// <summary>Runs it to its end; what it says on stderr is passed on.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static BenchChild Run(ChildProgram program, int sites, IReadOnlyList<string> options, CancellationToken stop)
    {
        var start = new ProcessStartInfo(program.File, [.. program.First, "bench", .. options, "--sites", $"{sites}", "--quiet", "--json", "-"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment[ChildProgram.Variable] = "1";
        using var process = Process.Start(start)!;
        using var asked = stop.Register(process.StandardInput.Close);
        var json = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (stop.IsCancellationRequested || ChildProgram.IsStopped(process.ExitCode, stop))
        {
            throw new OperationCanceledException(stop);
        }

        return process.ExitCode == ExitCodes.Done
            ? new BenchChild(process.ExitCode, BenchmarkResult.Parse(json), [.. JsonNode.Parse(json)!["warnings"]!.AsArray().Select(warning => (string)warning!)])
            : new BenchChild(process.ExitCode, null, []);
    }

    /// <summary>Its fields of a record, with its own warnings.</summary>
    public JsonNode Figures()
    {
        var figures = JsonNode.Parse(Result!.ToJson())!;
        figures["warnings"] = new JsonArray([.. Warnings.Select(warning => (JsonNode)warning)]);
        return figures;
    }
}
