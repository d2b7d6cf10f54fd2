using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>A convolution with PyTorch's parameters <c>weight</c> and <c>bias</c>; both are zero until initialised.</summary>
public sealed class Convolution : ConvolutionLayer
{
    private const string WeightName = "weight";

    /// <param name="shape">The geometry.</param>
    /// <param name="bias">Whether a bias is added.</param>
    public Convolution(ConvolutionShape shape, bool bias = true)
        : base(nameof(Convolution), shape, bias) => register_parameter(WeightName, NewParameter(zeros(shape.WeightShape)));

    private protected override Tensor EffectiveWeight() => get_parameter(WeightName)!;
}
