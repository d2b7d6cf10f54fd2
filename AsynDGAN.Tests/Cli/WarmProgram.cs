using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using AsynDGAN.Cli.Commands;

namespace AsynDGAN.Tests.Cli;

/// <summary>
/// A process that runs one command of the program after another. Most of what a command of a test takes is what every process
/// takes once: .NET's compiling, libtorch's loading. What a command leaves to the next in a process of its own is for
/// <see cref="AsyndganProcess"/>: signals, streams, the command line that is recorded.
/// </summary>
internal sealed class WarmProgram : IDisposable
{
    private static readonly ConcurrentBag<WarmProgram> idle = [];

    private readonly Process process;

    private WarmProgram()
    {
        var assembly = Path.Combine(TestContext.CurrentContext.TestDirectory, "AsynDGAN.Tests.dll");
        var start = new ProcessStartInfo("dotnet", [assembly]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        AsyndganProcess.Settle(start);
        process = Process.Start(start)!;
    }

    /// <summary>Runs a command to its end.</summary>
    /// <param name="folder">Its working directory.</param>
    /// <param name="arguments">Its arguments.</param>
    public static AsyndganProcess.Result Run(string folder, params string[] arguments)
    {
        var program = idle.TryTake(out var waiting) ? waiting : new WarmProgram();
        try
        {
            var result = program.Answer(new Request(folder, arguments));
            idle.Add(program);
            return result;
        }
        catch
        {
            program.Dispose();
            throw;
        }
    }

    /// <summary>Ends all that wait for a command.</summary>
    public static void EndAll()
    {
        while (idle.TryTake(out var waiting))
        {
            waiting.Dispose();
        }
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private AsyndganProcess.Result Answer(Request request)
    {
        process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        process.StandardInput.Flush();
        var answer = process.StandardOutput.ReadLineAsync();
        Assert.That(answer.Wait(StartedProcess.Longest), Is.True, () => $"asyndgan {string.Join(' ', request.Arguments)} did not end");
        Assert.That(answer.Result, Is.Not.Null, () => $"asyndgan {string.Join(' ', request.Arguments)} took its process with it");
        return JsonSerializer.Deserialize<AsyndganProcess.Result>(answer.Result!)!;
    }

    /// <summary>What that process does: reads a command a line, and writes what came of it.</summary>
    private static void Main()
    {
        var (requests, answers) = (Console.In, Console.Out);
        while (requests.ReadLine() is { } line)
        {
            var request = JsonSerializer.Deserialize<Request>(line)!;
            using var output = new StringWriter();
            using var error = new StringWriter();
            Console.SetOut(output);
            Console.SetError(error);
            Environment.CurrentDirectory = request.Folder;
            var code = (int)typeof(AsyndganCommand).Assembly.EntryPoint!.Invoke(null, [request.Arguments])!;
            Environment.CurrentDirectory = Path.GetTempPath();
            answers.WriteLine(JsonSerializer.Serialize(new AsyndganProcess.Result(code, output.ToString(), error.ToString())));
        }
    }

    private sealed record Request(string Folder, string[] Arguments);
}
