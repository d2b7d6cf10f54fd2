using AsynDGAN.Core.Configuration;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>
/// The U-Net generator of pix2pix (Isola et al. 2017, arXiv 1611.07004). [N, in, H, W] to [N, out, H, W] in [-1, 1]; H and
/// W multiples of 2 to the power of its levels.
/// </summary>
public sealed class UnetGenerator : nn.Module<Tensor, Tensor>
{
    private readonly UnetBlock model;

    /// <param name="inputs">Channels in: conditions and noise.</param>
    /// <param name="outputs">Channels of the image.</param>
    /// <param name="filters">Filters of the first layer; the inner levels have eight times as many.</param>
    /// <param name="levels">Halvings, at least 5: 7 for unet128, 8 for unet256.</param>
    /// <param name="norm">The normalisation layer.</param>
    /// <param name="dropout">Probability of dropout in the inner levels but the lowest; 0: no such layer.</param>
    /// <param name="upsampling">How the doublings are made; pix2pix has transposed convolutions.</param>
    public UnetGenerator(long inputs, long outputs, long filters, int levels, Norm norm, double dropout, Upsampling upsampling = Upsampling.Transposed)
        : base(nameof(UnetGenerator))
    {
        var block = UnetBlock.Innermost(filters * 8, norm, upsampling);
        for (var i = 0; i < levels - 5; i++)
        {
            block = UnetBlock.Middle(filters * 8, filters * 8, block, norm, dropout, upsampling);
        }

        block = UnetBlock.Middle(filters * 4, filters * 8, block, norm, 0, upsampling);
        block = UnetBlock.Middle(filters * 2, filters * 4, block, norm, 0, upsampling);
        block = UnetBlock.Middle(filters, filters * 2, block, norm, 0, upsampling);
        model = UnetBlock.Outermost(inputs, outputs, filters, block, norm, upsampling);
        register_module(nameof(model), model);
    }

    public override Tensor forward(Tensor input) => model.call(input);
}
