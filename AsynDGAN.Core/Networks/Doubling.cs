using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks.Convolutions;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>A layer of a generator that doubles height and width: [N, in, H, W] to [N, out, 2H, 2W].</summary>
internal static class Doubling
{
    /// <param name="upsampling">
    /// Transposed: the convolution as it is. Resize: every pixel twice in both directions, then a reflection-padded 3x3 convolution
    /// (Odena et al. 2016, distill.pub/2016/deconv-checkerboard), whose kernel lies on a constant map in the same way everywhere; a
    /// transposed convolution of stride 2 has other parts of its kernel for even pixels than for odd ones, which is seen as a checkerboard.
    /// </param>
    /// <param name="transposed">The transposed convolution that doubles; of its channels is the other too.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="isLast">Whether a network ends here.</param>
    /// <returns>
    /// One layer, so that those behind it keep their numbers; its parameters are <c>weight</c> and <c>bias</c>, those of resize
    /// <c>convolution.weight</c> and <c>convolution.bias</c>: weights of the one are refused by the other.
    /// </returns>
    public static nn.Module<Tensor, Tensor> Layer(Upsampling upsampling, ConvolutionShape transposed, bool bias, bool isLast = false) => upsampling switch
    {
        Upsampling.Transposed => new PlainConvolution(transposed, bias) { IsLast = isLast },
        Upsampling.Resize => nn.Sequential(
            ("resize", nn.Upsample(scale_factor: [2, 2], mode: UpsampleMode.Nearest)),
            ("padding", nn.ReflectionPad2d(1)),
            ("convolution", new PlainConvolution(new(transposed.Inputs, transposed.Outputs, 3), bias) { IsLast = isLast })),
        _ => throw new ArgumentOutOfRangeException(nameof(upsampling), upsampling, "no such upsampling"),
    };
}
