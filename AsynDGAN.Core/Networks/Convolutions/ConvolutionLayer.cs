using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Platform;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks.Convolutions;

/// <summary>
/// The convolutions of every network: [N, in, H, W] to [N, out, H', W']. The one place where numbers become bfloat16 and, in a
/// network's last layer, float32 again; between two convolutions they stay bfloat16, which halves what norms, activations and
/// sums read and write. Norms take their statistics in float32 even so.
/// </summary>
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

    /// <summary>Whether a network ends here, in pixels, logits or feature maps: these are float32 in any precision.</summary>
    public bool IsLast { get; init; }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var type = ComputedIn(input.dtype);
        var onPixels = input.device_type == DeviceType.CUDA && Arithmetic.Precision != Precision.Float32;
        var bias = get_parameter(BiasName) is { } parameter ? Layout.Of(parameter, type, channelsLast: false) : null;
        var output = PaddedConvolution.Apply(Shape, Layout.Of(input, type, onPixels), Layout.Of(EffectiveWeight(), type, onPixels), bias);
        var widens = IsLast && Arithmetic.Precision == Precision.Bfloat16 && type == ScalarType.BFloat16;
        return (widens ? output.to(ScalarType.Float32) : output).MoveToOuterDisposeScope();
    }

    /// <summary>The type in which an input of a type is convolved.</summary>
    internal static ScalarType ComputedIn(ScalarType input) =>
        input == ScalarType.Float32 && Arithmetic.Precision == Precision.Bfloat16 ? ScalarType.BFloat16 : input;

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
