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

        var output = FoldedConvolution.SuitsInputs(shape) ? FoldedConvolution.OfInputs(shape, input, weight, bias)
            : FoldedConvolution.SuitsOutputs(shape) ? FoldedConvolution.OfOutputs(shape, input, weight, bias)
            : Filled(input, weight, bias, shape.Apply, shape.Transposed);
        return output.MoveToOuterDisposeScope();
    }

    /// <summary>A convolution whose channels are filled up.</summary>
    /// <param name="input">[N, in, H, W].</param>
    /// <param name="weight">[out, in, ...], transposed [in, out, ...].</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="convolve">The convolution, whatever the number of channels.</param>
    /// <param name="transposed">Whether the weight is a transposed convolution's.</param>
    public static Tensor Filled(
        Tensor input, Tensor weight, Tensor? bias, Func<Tensor, Tensor, Tensor?, Tensor> convolve, bool transposed = false)
    {
        var outputs = weight.shape[transposed ? 1 : 0];
        var (moreIn, moreOut) = (Filled(input.shape[1]) - input.shape[1], Filled(outputs) - outputs);
        var (first, second) = transposed ? (moreIn, moreOut) : (moreOut, moreIn);
        var output = convolve(
            moreIn == 0 ? input : nn.functional.pad(input, [0, 0, 0, 0, 0, moreIn]),
            moreIn + moreOut == 0 ? weight : nn.functional.pad(weight, [0, 0, 0, 0, 0, second, 0, first]),
            bias is null || moreOut == 0 ? bias : nn.functional.pad(bias, [0, moreOut]));
        return moreOut == 0 ? output : output.narrow(1, 0, outputs);
    }

    /// <summary>Channels with those that are filled up: the next power of two from 16.</summary>
    public static long Filled(long channels) => Math.Max(16, (long)BitOperations.RoundUpToPowerOf2((ulong)channels));

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
}
