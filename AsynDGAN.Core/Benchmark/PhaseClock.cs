using System.Diagnostics;
using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Benchmark;

/// <summary>
/// Adds up what the phases of steps take while it lives. A GPU is waited for at both ends of each, so that a step takes longer
/// than it does unwatched.
/// </summary>
internal sealed class PhaseClock : IDisposable
{
    private const string Began = "began";

    private readonly Dictionary<string, long> ticks = StepPhase.All.ToDictionary(phase => phase, _ => 0L);
    private readonly ActivityListener listener;

    /// <param name="device">Where the steps are computed.</param>
    public PhaseClock(Device device)
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == StepPhase.SourceName,
            Sample = (ref _) => ActivitySamplingResult.PropagationData,
            ActivityStarted = activity =>
            {
                DeviceMemory.Synchronise(device);
                activity.SetCustomProperty(Began, Stopwatch.GetTimestamp());
            },
            ActivityStopped = activity =>
            {
                DeviceMemory.Synchronise(device);
                var taken = Stopwatch.GetTimestamp() - (long)activity.GetCustomProperty(Began)!;
                lock (ticks)
                {
                    ticks[activity.OperationName] += taken;
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Seconds of each phase so far, summed over threads.</summary>
    public IReadOnlyDictionary<string, double> Seconds
    {
        get
        {
            lock (ticks)
            {
                return ticks.ToDictionary(phase => phase.Key, phase => phase.Value / (double)Stopwatch.Frequency);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => listener.Dispose();
}
