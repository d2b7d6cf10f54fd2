using AsynDGAN.Core.Configuration;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>Builds the generator of a configuration.</summary>
public static class GeneratorFactory
{
    /// <param name="options">Architecture and initialisation.</param>
    /// <param name="inputChannels">Channels of the condition and, where there is one, of the noise.</param>
    /// <param name="outputChannels">Channels of the image.</param>
    /// <param name="random">Where the initial weights come from; a CPU generator.</param>
    /// <returns>A network on the CPU in float32, in training mode.</returns>
    public static nn.Module<Tensor, Tensor> Create(GeneratorOptions options, int inputChannels, int outputChannels, Generator random)
    {
        nn.Module<Tensor, Tensor> network = options.Network switch
        {
            GeneratorNetwork.Resnet => new ResnetGenerator(
                inputChannels, outputChannels, options.Filters, options.Blocks, options.Norm, options.Dropout, options.Upsampling),
            GeneratorNetwork.Unet128 => Unet(7),
            GeneratorNetwork.Unet256 => Unet(8),
            GeneratorNetwork.Mlp => new MlpGenerator(inputChannels, outputChannels, options.Filters, options.Layers),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Network, "no such generator"),
        };
        Initialiser.Apply(network, options.Init, options.InitGain, random);
        return network;

        UnetGenerator Unet(int levels) =>
            new(inputChannels, outputChannels, options.Filters, levels, options.Norm, options.Dropout, options.Upsampling);
    }

    /// <summary>Whether an image depends on its own condition alone, whatever is drawn with it: no batch statistics, and no draws of dropout.</summary>
    public static bool DrawsEachAlone(GeneratorOptions options) => options is { Norm: not Norm.Batch, Dropout: 0 };
}
