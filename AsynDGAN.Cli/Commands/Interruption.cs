using System.Runtime.InteropServices;
using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Cli.Commands;

/// <summary>
/// Turns the first Ctrl-C, SIGTERM or SIGHUP (a terminal that is closed) into a request to stop; a second one ends the process
/// at once. A signal that is ignored when the process starts, as SIGHUP under nohup, stays ignored. In a child the end of its
/// input asks for the same; since Ctrl-C reaches parent and child alike, it does not make a first signal a second one.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private bool isSignalled, isOver;

    /// <param name="display">Told that it stops.</param>
    /// <param name="atOnce">Done when a second signal ends the process.</param>
    public Interruption(IRunDisplay display, Action? atOnce = null)
    {
        registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = !isSignalled;
            if (isSignalled)
            {
                atOnce?.Invoke();
                return;
            }

            isSignalled = true;
            Stop();
            display.Say("Stopping; press Ctrl-C once more to stop at once, without saving.");
        }))];
        if (ChildProgram.IsChild)
        {
            new Thread(StopAtTheEndOfInput) { IsBackground = true }.Start();
        }
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        lock (gate)
        {
            isOver = true;
            source.Dispose();
        }
    }

    private void Stop()
    {
        lock (gate)
        {
            if (!isOver)
            {
                source.Cancel();
            }
        }
    }

    /// <summary>A parent closes its child's input to ask for it, and so does the system where the parent is killed.</summary>
    private void StopAtTheEndOfInput()
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
            // What is written there means nothing.
        }

        Stop();
    }
}
