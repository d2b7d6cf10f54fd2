using System.Runtime.InteropServices;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Cli.Commands;

/// <summary>
/// Turns the first Ctrl-C, SIGTERM or SIGHUP (a terminal that is closed) into a request to stop; a second one ends the process
/// at once. A signal that is ignored when the process starts, as SIGHUP under nohup, stays ignored.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    public Interruption(IRunDisplay display)
    {
        registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = !source.IsCancellationRequested;
            if (context.Cancel)
            {
                source.Cancel();
                display.Say("Stopping; press Ctrl-C once more to stop at once, without saving.");
            }
        }))];
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        source.Dispose();
    }
}
