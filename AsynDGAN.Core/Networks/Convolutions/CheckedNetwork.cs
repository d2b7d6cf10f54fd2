using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks.Convolutions;

/// <summary>A network whose convolutions are checked before a run.</summary>
/// <param name="Network">On the CPU.</param>
/// <param name="InputShape">[N, C, H, W], the shape of an input of the run.</param>
/// <param name="SecondDerivatives">Whether the run takes second derivatives, as the penalty of wgan-gp does of a discriminator.</param>
public sealed record CheckedNetwork(nn.Module<Tensor, Tensor> Network, long[] InputShape, bool SecondDerivatives = false)
{
    /// <summary>Further numbers of images that pass it at once in the run.</summary>
    public IReadOnlyList<long> Batches { get; init; } = [];

    /// <summary>
    /// Of a script, whose convolutions are libtorch's own: loads the same in float64, beside which it is checked as a whole; null: every
    /// convolution is a <see cref="ConvolutionLayer"/>, and is checked by itself.
    /// </summary>
    public Func<nn.Module<Tensor, Tensor>>? InFloat64 { get; init; }
}
