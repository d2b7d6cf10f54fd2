using AsynDGAN.Core.Benchmark;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Setup;

/// <summary>Takes some steps on embedded pictures and watches the clock.</summary>
/// <param name="display">Told what is measured.</param>
/// <param name="stop">Asks to stop.</param>
internal sealed class StepClock(IRunDisplay display, CancellationToken stop) : IStepClock
{
    private const int Steps = 5;

    // More sites take as much longer.
    private const int MostSites = 8;

    private BenchmarkResult? last;

    public (long Bytes, string Machine) Facts => (last?.DevicePeak ?? last?.HostPeak ?? 0, last is null ? "" : $"{last.Device}, {last.Processor}, {last.Threads} {(last.Threads == 1 ? "thread" : "threads")}");

    public double Training(Experiment experiment, int sites)
    {
        var measured = Math.Min(sites, MostSites);
        var embedded = experiment with { Name = "init", Data = experiment.Data with { Root = null }, Sites = new SiteOptions() };
        var work = $"measuring a step at {experiment.Data.ImageSize}x{experiment.Data.ImageSize} pixels, {experiment.Generator.Filters} filters";
        last = StepBenchmark.Run(embedded, new BenchmarkRequest { Steps = Steps, Sites = measured }, new Unspoken(display, work, stop), stop);
        return last.SecondsPerStep * sites / measured;
    }

    /// <summary>A display of how far it is, by a name of its own, and of what goes wrong; a stop comes between two convolutions that are checked, too.</summary>
    private sealed class Unspoken(IRunDisplay display, string name, CancellationToken stop) : IRunDisplay
    {
        public void Say(string line)
        {
            // What a benchmark tells of itself is not what was asked for.
        }

        public void Warn(string line) => display.Warn(line);

        public void Advance(string work, long done, long total)
        {
            stop.ThrowIfCancellationRequested();
            display.Advance($"{name} ({work})", done, total);
        }

        public void Show(TrainingStatus status)
        {
        }
    }
}
