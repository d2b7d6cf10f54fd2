using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks.Convolutions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>
/// PatchGAN (Isola et al. 2017): judges overlapping patches of a condition joined with an image. [N, in, H, W] to logits
/// [N, 1, H', W'], where H' is H halved <c>layers</c> times (rounded down) less 2, and at least 1.
/// </summary>
public sealed class PatchDiscriminator : Discriminator
{
    /// <param name="inputs">Channels of condition and image together.</param>
    /// <param name="filters">Filters of the first layer; later ones have up to eight times as many.</param>
    /// <param name="layers">Halvings, 1 to 5; 3 judges patches of 70x70.</param>
    /// <param name="norm">The normalisation layer.</param>
    /// <param name="spectralNorm">Whether every convolution is a <see cref="SpectralConvolution"/>.</param>
    public PatchDiscriminator(long inputs, long filters, int layers, Norm norm, bool spectralNorm)
        : base(nameof(PatchDiscriminator), "model", Layers(inputs, filters, layers, norm, spectralNorm))
    {
    }

    private static Sequential Layers(long inputs, long filters, int layers, Norm norm, bool spectralNorm)
    {
        List<nn.Module<Tensor, Tensor>> modules = [Layer(inputs, filters, 2, bias: true, last: false), nn.LeakyReLU(0.2)];
        for (var n = 1; n <= layers; n++)
        {
            var (before, after) = (filters * Math.Min(1 << (n - 1), 8), filters * Math.Min(1 << n, 8));
            var stride = n < layers ? 2 : 1;
            modules.AddRange([Layer(before, after, stride, norm.InnerBias(), last: false), norm.Layer(after), nn.LeakyReLU(0.2)]);
        }

        modules.Add(Layer(filters * Math.Min(1 << layers, 8), 1, 1, bias: true, last: true));
        return nn.Sequential([.. modules]);

        ConvolutionLayer Layer(long from, long to, long stride, bool bias, bool last)
        {
            var shape = new ConvolutionShape(from, to, 4, stride, Padding: 1);
            return spectralNorm ? new SpectralConvolution(shape, bias) { IsLast = last } : new PlainConvolution(shape, bias) { IsLast = last };
        }
    }
}
