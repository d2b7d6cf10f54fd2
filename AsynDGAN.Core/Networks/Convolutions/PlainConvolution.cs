using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks.Convolutions;

/// <summary>A convolution with PyTorch's parameters <c>weight</c> and <c>bias</c>; both are zero until initialised.</summary>
public sealed class PlainConvolution : ConvolutionLayer
{
    private const string WeightName = "weight";

    /// <param name="shape">The geometry.</param>
    /// <param name="bias">Whether a bias is added.</param>
    public PlainConvolution(ConvolutionShape shape, bool bias = true)
        : base(nameof(PlainConvolution), shape, bias) => register_parameter(WeightName, NewParameter(zeros(shape.WeightShape)));

    private protected override Tensor EffectiveWeight() => get_parameter(WeightName)!;
}
