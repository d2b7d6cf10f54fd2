using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks.Convolutions;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>
/// Initial weights as the reference implementation (pix2pix) draws them, from a generator of the caller's, so that the
/// same seed gives the same network on every device.
/// </summary>
public static class Initialiser
{
    /// <summary>
    /// Weights of convolutions and linear layers by the method; weights of norm layers from N(1, gain); biases 0; the
    /// vectors of spectral norm random and of length 1. Running statistics are left alone.
    /// </summary>
    /// <param name="network">Its parameters are overwritten.</param>
    /// <param name="method">The distribution.</param>
    /// <param name="gain">Deviation of normal, gain of xavier and orthogonal; kaiming takes none.</param>
    /// <param name="random">A CPU generator.</param>
    /// <exception cref="ArgumentException">It has a convolution that is no <see cref="ConvolutionLayer"/>.</exception>
    public static void Apply(nn.Module network, Initialisation method, double gain, Generator random)
    {
        ConvolutionCheck.RefuseOthers(network);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (name.EndsWith("bias", StringComparison.Ordinal))
            {
                parameter.zero_();
            }
            else if (parameter.dim() == 1)
            {
                parameter.copy_(1 + gain * randn(parameter.shape, generator: random));
            }
            else
            {
                parameter.copy_(Weight(parameter.shape, method, gain, random));
            }
        }

        foreach (var (name, buffer) in network.named_buffers())
        {
            if (name.EndsWith("weight_u", StringComparison.Ordinal) || name.EndsWith("weight_v", StringComparison.Ordinal))
            {
                buffer.copy_(nn.functional.normalize(randn(buffer.shape, generator: random), dim: 0));
            }
        }
    }

    // PyTorch's fans: shape[1] * k * k in and shape[0] * k * k out, for transposed convolutions too.
    private static Tensor Weight(long[] shape, Initialisation method, double gain, Generator random)
    {
        var normal = randn(shape, generator: random);
        var (rows, columns) = (shape[0], normal.numel() / shape[0]);
        var (fanIn, fanOut) = (columns, rows * (columns / shape[1]));
        return method switch
        {
            Initialisation.Normal => normal * gain,
            Initialisation.Xavier => normal * (gain * Math.Sqrt(2.0 / (fanIn + fanOut))),
            Initialisation.Kaiming => normal * Math.Sqrt(2.0 / fanIn),
            Initialisation.Orthogonal => Orthogonal(normal.reshape(rows, columns)).reshape(shape) * gain,
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "no such initialisation"),
        };
    }

    // Rows (or columns, where they are fewer) of length 1 at right angles: Q of a QR decomposition, its signs fixed by
    // R's diagonal so that it is uniformly distributed (Saxe et al. 2013, arXiv 1312.6120; Mezzadri 2007).
    private static Tensor Orthogonal(Tensor normal)
    {
        var wide = normal.shape[0] < normal.shape[1];
        var (q, r) = linalg.qr(wide ? normal.t() : normal);
        var signed = q * r.diagonal().sign();
        return wide ? signed.t() : signed;
    }
}
