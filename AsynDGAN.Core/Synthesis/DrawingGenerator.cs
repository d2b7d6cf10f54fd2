using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Synthesis;

/// <summary>
/// A trained generator as synthesis uses it: in evaluation mode but for what the configuration keeps in motion, one condition
/// at a time, so that an image depends on nothing but its condition and its place in the plan.
/// </summary>
internal sealed class DrawingGenerator
{
    private readonly Experiment experiment;
    private readonly nn.Module<Tensor, Tensor> generator;

    /// <param name="experiment">The configuration.</param>
    /// <param name="generator">G with its trained weights, on the run's device; changed, and stays the caller's.</param>
    /// <param name="training">The conditions that batch norm's statistics are recomputed over.</param>
    /// <param name="batchSize">How many of them training took together.</param>
    /// <param name="display">Shown how far these statistics are: with many conditions they take as long as the images.</param>
    /// <param name="stop">Asks to stop between two conditions.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public DrawingGenerator(
        Experiment experiment, nn.Module<Tensor, Tensor> generator, TrainingConditions training, int batchSize, IRunDisplay display,
        CancellationToken stop)
    {
        (this.experiment, this.generator) = (experiment, generator);
        generator.eval();
        if (experiment.Synthesis.Statistics == BatchStatistics.Recomputed)
        {
            BatchNormStatistics.Recompute(generator, Batches(training, batchSize, display, stop));
        }

        foreach (var module in generator.modules())
        {
            var keptOn = (module is Dropout && experiment.Synthesis.Dropout)
                || (module is BatchNorm2d && experiment.Synthesis.Statistics == BatchStatistics.Batch);
            if (keptOn)
            {
                module.train();
            }
        }
    }

    /// <summary>Draws one image.</summary>
    /// <param name="x">[1, channels, height, width] of -1 and 1.</param>
    /// <param name="site">The head's site, and</param>
    /// <param name="item">the position in the plan: noise and dropout derive from both.</param>
    /// <returns>[channels, height, width] in [-1, 1].</returns>
    /// <exception cref="UserException">A value is not finite.</exception>
    public Tensor Draw(Tensor x, string site, int item)
    {
        using var noGraph = no_grad();
        using var scope = NewDisposeScope();
        if (experiment.Synthesis.Dropout)
        {
            manual_seed((long)SplitMix64.Seed(experiment.Seed, RandomPurpose.SynthesisDropout, site, item));
        }

        var image = generator.call(WithNoise(x, site, item))[0];
        return image.isfinite().all().ToBoolean()
            ? image.MoveToOuterDisposeScope()
            : throw new UserException(
                $"The generator's image {item} has values that are not finite.",
                "Its weights are at fault: train anew with a lower training.learning_rate, or take an earlier checkpoint by --weights.");
    }

    /// <summary>The batches of training's first pass over each site: every condition once, and the last batch goes on into the next pass.</summary>
    private IEnumerable<Tensor> Batches(TrainingConditions training, int size, IRunDisplay display, CancellationToken stop)
    {
        var (first, total) = (0, training.Counts.Sum());
        foreach (var (site, count) in training.Counts.Index())
        {
            for (var exchange = 0; exchange * size < count; exchange++)
            {
                stop.ThrowIfCancellationRequested();
                yield return Batch(training, site, BatchOrder.Indices(experiment.Seed, training.Names[site], count, size, exchange), first);
                display.Advance("batch norm's statistics, conditions", first + Math.Min(count, (exchange + 1) * size), total);
            }

            first += count;
        }
    }

    private Tensor Batch(TrainingConditions training, int site, IEnumerable<int> samples, int first)
    {
        using var scope = NewDisposeScope();
        var inputs = samples.Select(sample => WithNoise(training.At(site, sample), training.Names[site], first + sample));
        return cat([.. inputs]).MoveToOuterDisposeScope();
    }

    private Tensor WithNoise(Tensor x, string site, int item) => GeneratorInput.Of(
        x, experiment.Generator.NoiseChannels, SplitMix64.Seed(experiment.Seed, RandomPurpose.SynthesisNoise, site, item));
}
