using AsynDGAN.Core.Configuration;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>The normalisation layers as the reference implementation sets them.</summary>
internal static class NormLayers
{
    /// <summary>
    /// Batch: eps 1e-5, momentum 0.1, affine. Instance: eps 1e-5, no parameters and no running statistics. None: a layer
    /// that does nothing, so that the layers behind it keep their numbers.
    /// </summary>
    public static nn.Module<Tensor, Tensor> Layer(this Norm norm, long channels) => norm switch
    {
        Norm.Batch => nn.BatchNorm2d(channels),
        Norm.Instance => new InstanceNorm(),
        Norm.None => nn.Identity(),
        _ => throw new ArgumentOutOfRangeException(nameof(norm), norm, "no such norm"),
    };

    /// <summary>
    /// Whether the convolutions before such a layer have a bias: with instance norm only. Without a norm they should have
    /// one; the reference leaves it out there too, and its weights could not be loaded otherwise.
    /// </summary>
    public static bool InnerBias(this Norm norm) => norm == Norm.Instance;
}
