using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks.Convolutions;

/// <summary>How a convolution's tensors lie in memory.</summary>
internal static class Layout
{
    /// <summary>A tensor of the same values and shape in another type and order, in one pass over it; itself where it is so already.</summary>
    /// <param name="tensor">[N, C, H, W].</param>
    /// <param name="type">The type that is wanted.</param>
    /// <param name="channelsLast">
    /// Whether a pixel's channels shall lie side by side, as a GPU's units for products of matrices read them; else the order stays.
    /// </param>
    public static Tensor Of(Tensor tensor, ScalarType type, bool channelsLast)
    {
        if (!channelsLast)
        {
            return tensor.dtype == type ? tensor : tensor.to(type);
        }

        var pixels = tensor.permute(0, 2, 3, 1);
        return tensor.dtype == type && pixels.is_contiguous()
            ? tensor
            : empty(pixels.shape, dtype: type, device: tensor.device).copy_(pixels).permute(0, 3, 1, 2);
    }
}
