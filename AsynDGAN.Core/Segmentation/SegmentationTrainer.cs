using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Platform;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>
/// One network in training on one set: Adam with a learning rate that falls to 0 by a half cosine, batches without
/// replacement. It is used at its last step; nothing is picked by looking at data.
/// </summary>
internal sealed class SegmentationTrainer : IDisposable
{
    // Dropout, and layers when they are made, draw from one random state of the process, so that networks take turns.
    private static readonly Lock Draws = new();

    private readonly SegmentationOptions options;
    private readonly LabelledImages images;
    private readonly string site;
    private readonly int seed;
    private readonly BatchOrder order;
    private readonly FusedAdam optimizer;

    /// <param name="options">Network and training.</param>
    /// <param name="images">What is trained on; stays the caller's.</param>
    /// <param name="seed">One of segmentation.seeds.</param>
    /// <param name="site">Whose training it is, where several sites train; sets its random states apart.</param>
    public SegmentationTrainer(SegmentationOptions options, LabelledImages images, int seed, string site = "")
    {
        (this.options, this.images, this.seed, this.site) = (options, images, seed, site);
        order = new BatchOrder(seed, site, images.Count);
        Network = NewNetwork(options, images.Channels, seed).to(images.Device);
        optimizer = new FusedAdam(Network);
    }

    /// <summary>The network as it is.</summary>
    public nn.Module<Tensor, Tensor> Network { get; }

    /// <summary>A network with its initial weights (He et al. 2015), the same for every row of a seed.</summary>
    public static nn.Module<Tensor, Tensor> NewNetwork(SegmentationOptions options, long imageChannels, int seed)
    {
        using var random = new Generator(SplitMix64.Seed(seed, RandomPurpose.SegmentationWeights));
        SegmentationUNet network;
        lock (Draws)
        {
            network = new SegmentationUNet(imageChannels, options.Classes == SegmentationClasses.Ternary ? TernaryLabels.Count : 1, options.Filters, options.Depth, options.Norm, options.Dropout);
        }

        Initialiser.Apply(network, Initialisation.Kaiming, NormGain, random);
        return network;
    }

    /// <summary>Trains the whole number of steps on one set.</summary>
    /// <param name="progress">Told the steps done.</param>
    public static nn.Module<Tensor, Tensor> Train(SegmentationOptions options, LabelledImages images, int seed, Action<int> progress)
    {
        using var trainer = new SegmentationTrainer(options, images, seed);
        for (var step = 0; step < options.Steps; step++)
        {
            trainer.Step(step);
            progress(step + 1);
        }

        return trainer.Network;
    }

    /// <summary>One step of Adam.</summary>
    /// <param name="step">From 0; the random states and the learning rate are functions of it.</param>
    public void Step(int step)
    {
        using var scope = NewDisposeScope();
        var taken = images.Take(order.Indices(options.BatchSize, step));
        var (batch, masks) = SegmentationAugmentation.Apply(
            options.Augment, taken.Images, taken.Masks, SplitMix64.For(seed, RandomPurpose.SegmentationAugmentation, site, step));
        Network.train();
        optimizer.ZeroGrad();
        SegmentationLoss.Of(Logits(batch, step), masks, options.BoundaryWeight).backward();
        optimizer.Step(options.LearningRate * (1 + Math.Cos(Math.PI * step / options.Steps)) / 2);
        optimizer.ZeroGrad();
    }

    private Tensor Logits(Tensor batch, int step)
    {
        if (options.Dropout == 0)
        {
            return Network.call(batch);
        }

        lock (Draws)
        {
            manual_seed((long)SplitMix64.Seed(seed, RandomPurpose.SegmentationDropout, site, step));
            return Network.call(batch);
        }
    }

    /// <summary>Frees the optimizer; the network is its user's.</summary>
    public void Dispose() => optimizer.Dispose();

    // The deviation of the norm layers' initial weights about 1.
    private const double NormGain = 0;
}
