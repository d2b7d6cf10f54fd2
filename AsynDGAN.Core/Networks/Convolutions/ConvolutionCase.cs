using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks.Convolutions;

/// <summary>A convolution as it occurs in a run; equal ones need to be checked once.</summary>
internal readonly record struct ConvolutionCase(
    ConvolutionShape Shape, bool HasBias, long Batch, long Height, long Width, ScalarType Type, bool SecondDerivatives)
{
    public override string ToString() => $"{Shape}, on {Batch}x{Shape.Inputs}x{Height}x{Width} {Type}";
}
