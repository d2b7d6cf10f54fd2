using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Synthesis;

/// <summary>
/// A trained generator as synthesis uses it: in evaluation mode but for what the configuration keeps in motion, so that an image
/// depends on nothing but its condition and its place in the plan, and in its rounding on those that are drawn with it.
/// </summary>
internal sealed class DrawingGenerator
{
    private readonly Experiment experiment;
    private readonly nn.Module<Tensor, Tensor> generator;
    private readonly Device device;

    /// <param name="experiment">The configuration.</param>
    /// <param name="generator">G with its trained weights, on the run's device; changed, and stays the caller's.</param>
    /// <param name="training">The conditions that G was trained on, over which batch norm's statistics are recomputed; not looked at where nothing <see cref="Recomputes"/> them.</param>
    /// <param name="batchSize">How many of them training took together.</param>
    /// <param name="display">Shown how far these statistics are: with many conditions they take as long as the images.</param>
    /// <param name="stop">Asks to stop between two conditions.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public DrawingGenerator(
        Experiment experiment, nn.Module<Tensor, Tensor> generator, TrainingConditions training, int batchSize, IRunDisplay display,
        CancellationToken stop)
    {
        (this.experiment, this.generator, device) = (experiment, generator, generator.parameters().First().device);
        generator.eval();
        if (Recomputes(experiment, generator))
        {
            BatchNormStatistics.Recompute(generator, Batches(training, batchSize, display, stop));
        }

        foreach (var module in KeptOn(experiment, generator))
        {
            module.train();
        }
    }

    /// <summary>Whether batch norm's statistics are computed anew.</summary>
    public static bool Recomputes(Experiment experiment, nn.Module<Tensor, Tensor> generator) =>
        experiment.Synthesis.Statistics == BatchStatistics.Recomputed && generator.modules().OfType<BatchNorm2d>().Any();

    /// <summary>
    /// Whether images are drawn one after the other and each by itself: where dropout draws, or a batch's own statistics count, each
    /// would depend on the others.
    /// </summary>
    public static bool IsOneByOne(Experiment experiment, nn.Module<Tensor, Tensor> generator) => KeptOn(experiment, generator).Any();

    /// <summary>Draws images at once; several threads may, where they need not come one by one.</summary>
    /// <param name="wanted">At least one: its condition, the head's site and the position in the plan; noise and dropout derive from the last two.</param>
    /// <returns>[n, channels, height, width] in [-1, 1], in the host's memory.</returns>
    /// <exception cref="UserException">A value is not finite.</exception>
    public Tensor Draw(IReadOnlyList<(Tensor X, string Site, int Item)> wanted)
    {
        using var noGraph = no_grad();
        using var scope = NewDisposeScope();
        if (experiment.Synthesis.Dropout)
        {
            manual_seed((long)SplitMix64.Seed(experiment.Seed, RandomPurpose.SynthesisDropout, wanted[0].Site, wanted[0].Item));
        }

        var images = generator.call(cat([.. wanted.Select(one => WithNoise(one.X, one.Site, one.Item))]).to(device)).cpu();
        var finite = images.isfinite().flatten(1).all(1).data<bool>().ToArray();
        return Array.IndexOf(finite, false) is >= 0 and var broken
            ? throw new UserException(
                $"The generator's image {wanted[broken].Item} has values that are not finite.",
                "Its weights are at fault: train anew with a lower training.learning_rate, or take an earlier checkpoint by --weights.")
            : images.MoveToOuterDisposeScope();
    }

    /// <summary>What draws or measures at each call as in training.</summary>
    private static IEnumerable<nn.Module> KeptOn(Experiment experiment, nn.Module<Tensor, Tensor> generator) => generator.modules().Where(module =>
        (module is Dropout && experiment.Synthesis.Dropout)
        || (module is BatchNorm2d && experiment.Synthesis.Statistics == BatchStatistics.Batch));

    /// <summary>The batches of training's first pass over each site: every condition once, and the last batch goes on into the next pass.</summary>
    private IEnumerable<Tensor> Batches(TrainingConditions training, int size, IRunDisplay display, CancellationToken stop)
    {
        var (first, total) = (0, training.Counts.Sum());
        foreach (var (site, count) in training.Counts.Index())
        {
            for (var exchange = 0; exchange * size < count; exchange++)
            {
                stop.ThrowIfCancellationRequested();
                yield return Batch(training, site, new BatchOrder(experiment.Seed, training.Names[site], count).Indices(size, exchange), first);
                display.Advance("batch norm's statistics, conditions", first + Math.Min(count, (exchange + 1) * size), total);
            }

            first += count;
        }
    }

    private Tensor Batch(TrainingConditions training, int site, IEnumerable<int> samples, int first)
    {
        using var scope = NewDisposeScope();
        var inputs = samples.Select(sample => WithNoise(training.At(site, sample), training.Names[site], first + sample));
        return cat([.. inputs]).to(device).MoveToOuterDisposeScope();
    }

    private Tensor WithNoise(Tensor x, string site, int item) => GeneratorInput.Of(
        x, experiment.Generator.NoiseChannels, SplitMix64.Seed(experiment.Seed, RandomPurpose.SynthesisNoise, site, item));
}
