using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks.Convolutions;

/// <summary>The geometry of a square two-dimensional convolution, plain or transposed.</summary>
/// <param name="Inputs">Channels in, at least 1.</param>
/// <param name="Outputs">Channels out, at least 1.</param>
/// <param name="Kernel">Height and width of the kernel.</param>
/// <param name="Stride">Step in both directions.</param>
/// <param name="Padding">Zeros around the input (transposed: rows and columns taken off the output).</param>
/// <param name="OutputPadding">Transposed only: rows and columns added at the end of the output.</param>
/// <param name="Transposed">Whether it is a transposed convolution, which upsamples.</param>
public readonly record struct ConvolutionShape(
    long Inputs, long Outputs, long Kernel, long Stride = 1, long Padding = 0, long OutputPadding = 0, bool Transposed = false)
{
    /// <summary>PyTorch's weight shape: [out, in, k, k], transposed [in, out, k, k].</summary>
    public long[] WeightShape => Transposed ? [Inputs, Outputs, Kernel, Kernel] : [Outputs, Inputs, Kernel, Kernel];

    /// <summary>The convolution by libtorch alone, whatever the number of channels of the tensors.</summary>
    /// <param name="input">[N, in, H, W].</param>
    /// <param name="weight"><see cref="WeightShape"/>.</param>
    /// <param name="bias">[out], or null.</param>
    /// <returns>[N, out, H', W'].</returns>
    public Tensor Apply(Tensor input, Tensor weight, Tensor? bias) => Transposed
        ? nn.functional.conv_transpose2d(
            input, weight, bias, [Stride, Stride], [Padding, Padding], [OutputPadding, OutputPadding])
        : nn.functional.conv2d(input, weight, bias, [Stride, Stride], [Padding, Padding]);

    public override string ToString() =>
        $"{(Transposed ? "transposed " : "")}convolution {Inputs} to {Outputs}, kernel {Kernel}, stride {Stride}, padding {Padding}";
}
