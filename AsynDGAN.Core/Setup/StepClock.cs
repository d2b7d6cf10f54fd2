using AsynDGAN.Core.Benchmark;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Setup;

/// <summary>Takes some steps on embedded pictures and watches the clock.</summary>
/// <param name="display">Told what is measured.</param>
internal sealed class StepClock(IRunDisplay display) : IStepClock
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
        display.Advance($"measuring a step at {experiment.Data.ImageSize}x{experiment.Data.ImageSize} pixels, {experiment.Generator.Filters} filters", 0, 1);
        last = StepBenchmark.Run(embedded, new BenchmarkRequest { Steps = Steps, Sites = measured }, new Unspoken(display));
        return last.SecondsPerStep * sites / measured;
    }

    /// <summary>A display of what goes wrong alone.</summary>
    private sealed class Unspoken(IRunDisplay display) : IRunDisplay
    {
        public void Say(string line)
        {
            // What a benchmark tells of itself is not what was asked for.
        }

        public void Warn(string line) => display.Warn(line);

        public void Advance(string work, long done, long total)
        {
        }

        public void Show(TrainingStatus status)
        {
        }
    }
}
