using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>
/// Instance norm (Ulyanov et al. 2016, arXiv 1607.08022): each channel of each image less its mean, over its deviation, with eps
/// 1e-5 under the root and no parameters. [N, C, H, W] to the same shape and type; statistics are float32 or wider in any.
/// </summary>
internal sealed class InstanceNorm() : nn.Module<Tensor, Tensor>(nameof(InstanceNorm))
{
    public override Tensor forward(Tensor input)
    {
        // On the CPU libtorch rounds means and deviations of bfloat16 to bfloat16; a GPU's are float32.
        if (input.dtype != ScalarType.BFloat16 || input.device_type != DeviceType.CPU)
        {
            return nn.functional.instance_norm(input, eps: 1e-5);
        }

        using var scope = NewDisposeScope();
        return nn.functional.instance_norm(input.to(ScalarType.Float32), eps: 1e-5).to(ScalarType.BFloat16).MoveToOuterDisposeScope();
    }
}
