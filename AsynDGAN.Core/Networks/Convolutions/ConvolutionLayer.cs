using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks.Convolutions;

/// <summary>The convolutions of every network: [N, in, H, W] to [N, out, H', W'].</summary>
public abstract class ConvolutionLayer : nn.Module<Tensor, Tensor>
{
    private const string BiasName = "bias";

    private protected ConvolutionLayer(string name, ConvolutionShape shape, bool bias)
        : base(name)
    {
        Shape = shape;
        if (bias)
        {
            register_parameter(BiasName, NewParameter(zeros(shape.Outputs)));
        }
    }

    /// <summary>The geometry.</summary>
    public ConvolutionShape Shape { get; }

    /// <summary>Whether a bias is added.</summary>
    public bool HasBias => has_parameter(BiasName);

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return PaddedConvolution.Apply(Shape, input, EffectiveWeight(), get_parameter(BiasName)).MoveToOuterDisposeScope();
    }

    /// <summary>The weight of this forward pass, <see cref="ConvolutionShape.WeightShape"/>.</summary>
    private protected abstract Tensor EffectiveWeight();

    /// <summary>A parameter that lives as long as the layer.</summary>
    private protected static Parameter NewParameter(Tensor value)
    {
        var parameter = nn.Parameter(value);
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
