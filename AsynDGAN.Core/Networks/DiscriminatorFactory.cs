using AsynDGAN.Core.Configuration;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>Builds a discriminator of a configuration.</summary>
public static class DiscriminatorFactory
{
    /// <param name="options">Architecture and initialisation.</param>
    /// <param name="inputChannels">Channels of the condition and the image together.</param>
    /// <param name="random">Where the initial weights come from; a CPU generator.</param>
    /// <returns>A network on the CPU in float32, in training mode.</returns>
    public static Discriminator Create(DiscriminatorOptions options, int inputChannels, Generator random)
    {
        Discriminator network = options.Network switch
        {
            DiscriminatorNetwork.Patch => new PatchDiscriminator(
                inputChannels, options.Filters, options.Layers, options.Norm, options.SpectralNorm),
            DiscriminatorNetwork.Pixel => new PixelDiscriminator(inputChannels, options.Filters, options.Norm),
            DiscriminatorNetwork.Mlp => new MlpDiscriminator(inputChannels, options.Filters, options.Layers),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Network, "no such discriminator"),
        };
        Initialiser.Apply(network, options.Init, options.InitGain, random);
        return network;
    }

    /// <summary>Whether an image's logits depend on it alone, and a pass changes nothing: no batch statistics, and no power iteration of a spectral norm.</summary>
    public static bool JudgesEachAlone(DiscriminatorOptions options) => options is { Norm: not Norm.Batch, SpectralNorm: false };
}
