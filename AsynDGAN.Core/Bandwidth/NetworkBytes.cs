using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Segmentation;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Bandwidth;

/// <summary>What the networks of an experiment weigh on a wire: weights and running statistics.</summary>
internal static class NetworkBytes
{
    /// <summary>Of the generator and one discriminator.</summary>
    public static long OfGan(Experiment experiment, int conditionChannels, int imageChannels)
    {
        using var random = new Generator(0);
        return Of(GeneratorFactory.Create(experiment.Generator, conditionChannels + experiment.Generator.NoiseChannels, imageChannels, random))
            + OfDiscriminator(experiment, conditionChannels, imageChannels);
    }

    /// <summary>Of one discriminator.</summary>
    public static long OfDiscriminator(Experiment experiment, int conditionChannels, int imageChannels)
    {
        using var random = new Generator(0);
        return Of(DiscriminatorFactory.Create(experiment.Discriminator, conditionChannels + imageChannels, random));
    }

    /// <summary>Of the segmentation network.</summary>
    public static long OfUnet(Experiment experiment, int imageChannels) =>
        Of(SegmentationTrainer.NewNetwork(experiment.Segmentation, imageChannels, seed: 0));

    private static long Of(nn.Module<Tensor, Tensor> network)
    {
        using (network)
        {
            return network.state_dict().Values.Sum(tensor => tensor.numel() * tensor.ElementSize);
        }
    }
}
