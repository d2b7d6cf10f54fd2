using System.Diagnostics;
using System.Runtime.InteropServices;
using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Cli.Commands;

/// <summary>
/// Turns the first Ctrl-C, SIGTERM or SIGHUP (a terminal that is closed) into a request to stop; a second one ends the process
/// at once, where it does not come with the first: timeout sends its signal to a process and to its group. The signal by which a
/// scheduler asks to save never does, since SIGTERM may follow it. A signal that is ignored when the process starts, as SIGHUP
/// under nohup, stays ignored. In a child the end of its input asks for the same, and so does any signal of a scheduler, which
/// reaches the whole group; since Ctrl-C reaches parent and child alike, the end of input does not make a first signal a second one.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan together = TimeSpan.FromSeconds(0.5);

    private static readonly List<Interruption> keptToTheEnd = [];

    private readonly Lock gate = new();
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private readonly Stopwatch sinceSignal = new();
    private bool isOver;
    private int? exitCode;

    /// <param name="display">Told that it stops.</param>
    /// <param name="checkpoint">The signal by which a scheduler asks to save and stop; null: none but SIGTERM.</param>
    /// <param name="atOnce">Done when a second signal ends the process.</param>
    public Interruption(IRunDisplay display, CheckpointSignal? checkpoint = null, Action? atOnce = null)
    {
        PosixSignal[] users = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        IReadOnlyList<CheckpointSignal> schedulers = ChildProgram.IsChild
            ? [.. CheckpointSignal.All.Where(signal => !users.Contains(signal.Signal))]
            : checkpoint is null ? [] : [checkpoint];
        registrations =
        [
            .. users.Except(schedulers.Select(signal => signal.Signal)).Select(signal => PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = !sinceSignal.IsRunning || sinceSignal.Elapsed < together;
                if (sinceSignal.IsRunning)
                {
                    if (!context.Cancel)
                    {
                        atOnce?.Invoke();
                    }

                    return;
                }

                sinceSignal.Start();
                Stop(signal == PosixSignal.SIGTERM ? ExitCodes.CheckpointWritten : ExitCodes.Interrupted);
                display.Say("Stopping; press Ctrl-C once more to stop at once, without saving.");
            })),
            .. schedulers.Select(asked => PosixSignalRegistration.Create(asked.Signal, context =>
            {
                context.Cancel = true;
                Stop(ExitCodes.CheckpointWritten);
                display.Say($"Stopping, since {asked.Name} asks to save.");
            })),
        ];
        if (ChildProgram.IsChild)
        {
            new Thread(StopAtTheEndOfInput) { IsBackground = true }.Start();
        }
    }

    /// <summary>Asks to stop.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>What the process returns where it was stopped: by whom it was asked first.</summary>
    public int ExitCode => exitCode ?? ExitCodes.Interrupted;

    public void Dispose()
    {
        if (sinceSignal.IsRunning)
        {
            // The process ends, and the second of two signals that come together may still be on its way.
            keptToTheEnd.Add(this);
        }
        else
        {
            foreach (var registration in registrations)
            {
                registration.Dispose();
            }
        }

        lock (gate)
        {
            isOver = true;
            source.Dispose();
        }
    }

    private void Stop(int code)
    {
        lock (gate)
        {
            exitCode ??= code;
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

        Stop(ExitCodes.Interrupted);
    }
}
