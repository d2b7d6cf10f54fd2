using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks.Convolutions;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>The 1x1 PatchGAN of pix2pix: judges each pixel alone. [N, in, H, W] to logits [N, 1, H, W].</summary>
public sealed class PixelDiscriminator : Discriminator
{
    /// <param name="inputs">Channels of condition and image together.</param>
    /// <param name="filters">Filters of the first layer.</param>
    /// <param name="norm">The normalisation layer.</param>
    public PixelDiscriminator(long inputs, long filters, Norm norm)
        : base(nameof(PixelDiscriminator), "net", nn.Sequential(
            new PlainConvolution(new(inputs, filters, 1)),
            nn.LeakyReLU(0.2),
            new PlainConvolution(new(filters, filters * 2, 1), norm.InnerBias()),
            norm.Layer(filters * 2),
            nn.LeakyReLU(0.2),
            new PlainConvolution(new(filters * 2, 1, 1), norm.InnerBias()) { IsLast = true }))
    {
    }
}
