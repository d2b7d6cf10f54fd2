using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Synthesis;

/// <summary>
/// Draws points with a trained generator: per_mask for every training point, each for a condition x that is drawn anew, the
/// site by pi_j and then one of its training conditions.
/// </summary>
/// <param name="experiment">The configuration; that of the run but for what synthesis alone reads.</param>
/// <param name="origin">Where the generator comes from.</param>
/// <param name="display">What shows the work.</param>
public sealed class PointSynthesiser(Experiment experiment, RunOrigin origin, IRunDisplay display)
{
    /// <summary>Points drawn and written at once, from one random state.</summary>
    private const int BlockSize = 1000;

    /// <summary>Draws what is missing, block by block. Nothing is written, and nothing of a replaced set is touched, before drawing can begin.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="resume">Whether a set that was begun is gone on with.</param>
    /// <param name="overwrite">Whether a set that is there is replaced.</param>
    /// <param name="stop">Asks to stop after the block under way.</param>
    /// <exception cref="UserException">Run, weights, data or folder are at fault.</exception>
    public SynthesisOutcome Execute(string path, bool resume, bool overwrite, CancellationToken stop)
    {
        using var held = FolderLock.Take(path);
        var folder = SyntheticFolder.Open(path, resume, overwrite);
        var weights = origin.Check(experiment);
        experiment = origin.AsTrained(experiment, display);
        var device = Machine.Settle(experiment, display);
        using var data = RunData.Load(experiment, device);
        origin.CheckData(experiment, data, display);
        using var generator = Simulation.NewGenerator(experiment, data);
        WeightFile.Load(generator, weights);
        generator.to(device);
        generator.eval();

        var ledger = new Ledger();
        using var conditions = new PointConditions(Simulation.ListingSites(experiment, data, ledger), experiment.Sites.Weighting);
        var perMask = experiment.Synthesis.PerMask;
        var planned = SetSize.Of(conditions.Count, "training points (data.gaussian.samples)", perMask, $"synthesis.per_mask {perMask}");
        var configuration = ExperimentWriter.Write(experiment);
        var provenance = Provenance.Of(device.ToString(), "no convolutions", data.Fingerprint, configuration);
        var hash = Digest.OfFile(weights);
        var made = SetOrigin.Of(experiment, origin, SetOrigin.PointsLayout, hash, data, provenance);
        folder.Begin(configuration, made, [], display);
        folder.Write(provenance);
        new CsvLog<Traffic>(folder.File("communication.csv")).Replace(ledger.Totals);

        var drawn = folder.IsWhole ? planned : Draw(generator, conditions, new CsvLog<PointRow>(folder.File(SetOrigin.PointsFile)), planned, stop);
        if (drawn == planned)
        {
            var whole = folder.OfWhole(made, drawn);
            AtomicFile.WriteBytes(folder.File("samples.png"), Picture(generator, conditions, Math.Min(planned, BlockSize)));
            folder.Write(provenance with { Ended = DateTime.UtcNow });
            whole.Write(folder.Root);
        }

        return new SynthesisOutcome(folder.Root, drawn, planned, drawn == planned);
    }

    /// <returns>Points that are there.</returns>
    private int Draw(
        nn.Module<Tensor, Tensor> generator, PointConditions conditions, CsvLog<PointRow> samples, int planned, CancellationToken stop)
    {
        // A block is drawn as a whole, so a torn one is drawn again.
        var blocks = samples.Count("item", int.MaxValue) / BlockSize;
        if (samples.Count("item", blocks * BlockSize - 1) != blocks * BlockSize)
        {
            throw new UserException($"{SetOrigin.PointsFile} is damaged: rows are missing from its middle, or there twice.", "Draw the points again by --overwrite.");
        }

        samples.Cut("item", blocks * BlockSize - 1);
        for (var block = blocks; block < (planned + BlockSize - 1L) / BlockSize; block++)
        {
            var first = block * BlockSize;
            if (stop.IsCancellationRequested)
            {
                return first;
            }

            var count = Math.Min(BlockSize, planned - first);
            samples.Append(Block(generator, conditions, block, count));
            display.Advance($"points {IRunDisplay.Drawn}", first + count, planned);
        }

        return planned;
    }

    private IReadOnlyList<PointRow> Block(nn.Module<Tensor, Tensor> generator, PointConditions conditions, int block, int count)
    {
        using var scope = NewDisposeScope();
        var x = conditions.Draw(SplitMix64.For(experiment.Seed, RandomPurpose.Synthesis, "", block), count);
        var points = Points(generator, x, block).cpu();
        if (!points.isfinite().all().ToBoolean())
        {
            throw new UserException(
                $"Points {block * BlockSize} to {block * BlockSize + count - 1} have values that are not finite.",
                "The generator's weights are at fault: train anew with a lower training.learning_rate, or take an earlier checkpoint by --weights.");
        }

        var components = x.shape[1] == 0 ? null : x.flatten(1).argmax(1).cpu().data<long>().ToArray();
        var values = points.contiguous().data<float>().ToArray().Chunk((int)points.shape[1]).ToArray();
        return
        [
            .. values.Select((y, i) => new PointRow(
                block * BlockSize + i, components is null ? null : (int)components[i] + 1, y[0], y.Length > 1 ? y[1] : null)),
        ];
    }

    /// <summary>Points for conditions [n, channels, 1, 1]; the noise comes from the block's number.</summary>
    private Tensor Points(nn.Module<Tensor, Tensor> generator, Tensor x, int block)
    {
        using var noGraph = no_grad();
        var seed = SplitMix64.Seed(experiment.Seed, RandomPurpose.SynthesisNoise, "", block);
        return generator.call(GeneratorInput.Of(x, experiment.Generator.NoiseChannels, seed));
    }

    private byte[] Picture(nn.Module<Tensor, Tensor> generator, PointConditions conditions, int count)
    {
        using var scope = NewDisposeScope();
        var x = conditions.Draw(SplitMix64.For(experiment.Seed, RandomPurpose.Synthesis, "", 0), count);
        return SamplePlot.Render($"{experiment.Name}: the first {count} points", [("drawn", Points(generator, x, 0))]);
    }
}
