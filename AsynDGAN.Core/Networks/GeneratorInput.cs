using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>What a generator draws from: conditions joined with noise.</summary>
public static class GeneratorInput
{
    /// <summary>Joins conditions with standard normal noise z, drawn on the host so that every device gets the same.</summary>
    /// <param name="x">[N, C, H, W], conditions in [-1, 1].</param>
    /// <param name="noiseChannels">How many channels of noise; 0: the conditions as they are.</param>
    /// <param name="seed">What z follows from.</param>
    /// <returns>[N, C + noiseChannels, H, W], on the conditions' device.</returns>
    public static Tensor Of(Tensor x, int noiseChannels, ulong seed)
    {
        if (noiseChannels == 0)
        {
            return x;
        }

        using var random = new Generator(seed);
        var z = randn([x.shape[0], noiseChannels, x.shape[2], x.shape[3]], generator: random);
        return cat([x, z.to(x.device)], 1);
    }
}
