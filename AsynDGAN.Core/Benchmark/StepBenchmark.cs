using System.Diagnostics;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Networks.Convolutions;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Benchmark;

/// <summary>Times a configuration's own training step, built as training builds it. Nothing is written but the exchange that is asked for.</summary>
public static class StepBenchmark
{
    private const int FewestWarmUps = 5;

    /// <summary>Times it.</summary>
    /// <param name="experiment">The configuration.</param>
    /// <param name="request">What beside it.</param>
    /// <param name="display">Shows how far it is, and warnings.</param>
    /// <param name="stop">Asks to stop after the step under way.</param>
    /// <exception cref="UserException">The device, the data, the perceptual weights or the exchange's folder are at fault.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static BenchmarkResult Run(Experiment experiment, BenchmarkRequest request, IRunDisplay display, CancellationToken stop = default)
    {
        using var scope = NewDisposeScope();
        using var held = request.Exchange is null ? null : StepExchange.Take(request.Exchange);
        PerceptualWeights.Find(experiment.Loss);
        var device = Machine.Settle(experiment, display);
        ones(1, device: device).add(1);
        var (hostIdle, deviceIdle) = (HostMemory.Used, DeviceMemory.Of(device)?.Used);

        using var data = Load(experiment, request, device, display);
        CaseNote.Tell(data.Notes, display.Say, display.Warn);
        display.Say(SafeConvolutions.Ensure([.. Simulation.Networks(experiment, data, Simulation.SitesPerGroup(experiment, data, device)), .. PerceptualWeights.Networks(experiment, data)], device, display));
        using var recording = StepRecording.Of(experiment, device, display.Say);
        if (recording.Line is { } recorded)
        {
            display.Say(recorded);
        }

        using var simulation = Simulation.Build(experiment, data, device, folder: null, recording: recording);
        var step = 0L;
        if (request.Exchange is { } folder)
        {
            step = StepExchange.Write(folder, experiment, data, simulation, device);
        }

        Take(Math.Max(FewestWarmUps, request.Steps / BenchmarkRequest.Blocks));
        var before = Crossed(simulation.Ledger);
        var blocks = new double[BenchmarkRequest.Blocks];
        var inBlock = request.Steps / BenchmarkRequest.Blocks;
        for (var block = 0; block < blocks.Length; block++)
        {
            display.Advance("timing", block, blocks.Length);
            var clock = Stopwatch.StartNew();
            Take(inBlock);
            blocks[block] = simulation.ImagesPerStep * inBlock / clock.Elapsed.TotalSeconds;
        }

        display.Advance("timing", blocks.Length, blocks.Length);
        if (simulation.FirstNotFinite() is { } network)
        {
            display.Warn($"values of {network}, are infinite or no numbers by now; a training would have stopped.");
        }

        var crossed = Crossed(simulation.Ledger);
        var timed = blocks.Length * inBlock;
        var (hostPeak, devicePeak) = (HostMemory.Peak, DeviceMemory.Of(device)?.Used);
        var (phases, watched) = Watch();
        var (multiplyAdds, parameters) = Count(experiment, data);
        return new BenchmarkResult
        {
            Name = experiment.Name,
            Device = device.ToString(),
            Processor = Provenance.ProcessorName(),
            Threads = get_num_threads(),
            Precision = Arithmetic.Name,
            Embedded = data is EmbeddedData,
            Sites = simulation.Sites.Count,
            Image = data.Sites[0].Training.ImageShape,
            ImagesPerStep = simulation.ImagesPerStep,
            Steps = timed,
            Blocks = blocks,
            Phases = phases,
            SecondsPerWatchedStep = watched,
            SitesSideBySide = simulation.SitesSideBySide,
            HostIdle = hostIdle,
            HostPeak = hostPeak,
            DeviceIdle = deviceIdle,
            DevicePeak = devicePeak,
            BytesASite = 16 * parameters + (data is EmbeddedData embedded ? embedded.BytesASite + embedded.BytesKept : 0),
            BytesToCentre = (crossed.ToCentre - before.ToCentre) / timed,
            BytesToSites = (crossed.ToSites - before.ToSites) / timed,
            MultiplyAddsPerStep = multiplyAdds,
            MatrixRate = MatrixRate.Measure(device, Arithmetic.Precision == Precision.Bfloat16 ? ScalarType.BFloat16 : ScalarType.Float32),
        };

        // In steps of their own: a GPU is waited for at each phase's end.
        (IReadOnlyDictionary<string, double> Phases, double Step) Watch()
        {
            using var watch = new PhaseClock(device);
            var clock = Stopwatch.StartNew();
            Take(inBlock);
            return (watch.Seconds.ToDictionary(phase => phase.Key, phase => phase.Value / inBlock), clock.Elapsed.TotalSeconds / inBlock);
        }

        void Take(int steps)
        {
            for (var end = step + steps; step < end; step++)
            {
                stop.ThrowIfCancellationRequested();
                simulation.Centre.Step(step).Dispose();
            }

            DeviceMemory.Synchronise(device);
        }
    }

    private static IRunData Load(Experiment experiment, BenchmarkRequest request, Device device, IRunDisplay display) =>
        request.OwnData || experiment.Data.Source == DataSource.Gaussian
            ? RunData.Load(experiment, device, new LoadingProgress(display))
            : EmbeddedData.Make(experiment, request.Sites ?? EmbeddedData.SitesOf(experiment), device);

    private static (long ToCentre, long ToSites) Crossed(Ledger ledger)
    {
        var totals = ledger.Totals.ToLookup(traffic => traffic.Direction, traffic => traffic.Bytes);
        return (totals["to centre"].Sum(), totals["to site"].Sum());
    }

    /// <summary>Multiply-adds of a step, null where a script takes part, which tells none; and parameters of a D_j.</summary>
    private static (long? MultiplyAdds, long Parameters) Count(Experiment experiment, IRunData data)
    {
        var images = Simulation.ImagesPerSite(experiment, data) / experiment.Training.BatchSize;
        IReadOnlyList<CheckedNetwork> networks = [.. Simulation.Networks(experiment, data, sitesPerGroup: 1), .. PerceptualWeights.Networks(experiment, data)];
        var forward = networks.Where(network => network.InFloat64 is null).Select(network => images * MultiplyAdds.Forward(network.Network, network.InputShape)).ToArray();
        var parameters = networks[1].Network.parameters().Sum(parameter => parameter.numel());
        foreach (var network in networks)
        {
            network.Network.Dispose();
        }

        return (forward.Length < networks.Count ? null : MultiplyAdds.OfStep(
            forward[0], forward[1], forward.ElementAtOrDefault(2), data.Sites.Count, experiment.Training.DiscriminatorSteps,
            experiment.Loss.WeighedReconstruction() == Reconstruction.FeatureMatching), parameters);
    }
}
