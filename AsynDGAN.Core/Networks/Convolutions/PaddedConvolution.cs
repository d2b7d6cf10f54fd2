using System.Numerics;
using AsynDGAN.Core.Platform;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks.Convolutions;

/// <summary>
/// A convolution that is right on every processor. oneDNN 3.7 leaves the padding of its blocked channel layouts
/// uninitialised on some of them, and gradients come out false by 10 to 100%, or NaN, without a word. With channels
/// filled up with zeros to a power of two from 16 there is no such padding. Measured against float64 there: none of 400
/// shapes wrong, instead of 183; filling up to a multiple of 16 still left 14. Where kernel and stride are 1, filling up does
/// not help the weight's second derivative (17 of 400 wrong, by factors); there the convolution is a product of matrices, so
/// that none of its derivatives is a convolution of oneDNN.
/// </summary>
internal static class PaddedConvolution
{
    /// <summary>As <see cref="ConvolutionShape.Apply"/>, with the same values and gradients up to rounding.</summary>
    public static Tensor Apply(ConvolutionShape shape, Tensor input, Tensor weight, Tensor? bias)
    {
        // oneDNN takes no float64, and other devices do not use it.
        if (input.device_type != DeviceType.CPU || input.dtype == ScalarType.Float64 || !OneDnn.Enabled)
        {
            return shape.Apply(input, weight, bias);
        }

        using var scope = NewDisposeScope();
        if (shape is { Kernel: 1, Stride: 1 })
        {
            return Product(shape, input, weight, bias).MoveToOuterDisposeScope();
        }

        var (moreIn, moreOut) = (Missing(shape.Inputs), Missing(shape.Outputs));
        var (first, second) = shape.Transposed ? (moreIn, moreOut) : (moreOut, moreIn);
        var output = shape.Apply(
            moreIn == 0 ? input : nn.functional.pad(input, [0, 0, 0, 0, 0, moreIn]),
            moreIn + moreOut == 0 ? weight : nn.functional.pad(weight, [0, 0, 0, 0, 0, second, 0, first]),
            bias is null || moreOut == 0 ? bias : nn.functional.pad(bias, [0, moreOut]));
        return (moreOut == 0 ? output : output.narrow(1, 0, shape.Outputs)).MoveToOuterDisposeScope();
    }

    /// <summary>Every output pixel is the weight's matrix [out, in] times the input pixel at its place.</summary>
    private static Tensor Product(ConvolutionShape shape, Tensor input, Tensor weight, Tensor? bias)
    {
        // A transposed convolution takes its padding off.
        var around = shape.Transposed ? -shape.Padding : shape.Padding;
        var pixels = around == 0 ? input : nn.functional.pad(input, [around, around, around, around]);
        var matrix = shape.Transposed ? weight.flatten(1).t() : weight.flatten(1);
        var output = matmul(matrix, pixels.flatten(2)).reshape(pixels.shape[0], shape.Outputs, pixels.shape[2], pixels.shape[3]);
        return bias is null ? output : output + bias.reshape(1, -1, 1, 1);
    }

    private static long Missing(long channels) => Math.Max(16, (long)BitOperations.RoundUpToPowerOf2((ulong)channels)) - channels;
}
