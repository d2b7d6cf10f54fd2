using static TorchSharp.torch;

namespace AsynDGAN.Core.Imaging;

/// <summary>Resizing of [N, C, H, W] tensors; pixel centres lie at half integers and corners are not aligned.</summary>
public static class Resize
{
    /// <summary>
    /// Bilinear with antialiasing, for images: output i is the mean of the input under a triangle around (i + 0.5) in/out of
    /// half-width max(1, in/out), normalised at the edges.
    /// </summary>
    /// <param name="images">[N, C, H, W], floating point.</param>
    /// <returns>[N, C, height, width] of the same type, on the same device.</returns>
    public static Tensor Bilinear(Tensor images, int height, int width)
    {
        return nn.functional.interpolate(images, [height, width], mode: InterpolationMode.Bilinear, align_corners: false, antialias: true);
    }

    /// <summary>
    /// Nearest, for masks and labels: output i is input floor((i + 0.5) in/out). No value appears that was not there, and
    /// nothing is shifted, as the rule floor(i in/out) would do by up to half a pixel.
    /// </summary>
    /// <param name="images">[N, C, H, W] of any type.</param>
    /// <returns>[N, C, height, width] of the same type, on the same device.</returns>
    public static Tensor Nearest(Tensor images, int height, int width)
    {
        using var scope = NewDisposeScope();
        return images.index_select(2, Sources(images.shape[2], height, images.device))
            .index_select(3, Sources(images.shape[3], width, images.device))
            .MoveToOuterDisposeScope();
    }

    private static Tensor Sources(long from, int to, Device device)
    {
        // In integers: in floating point some centres land on the wrong side of a boundary.
        var sources = new long[to];
        for (var i = 0; i < to; i++)
        {
            sources[i] = (2L * i + 1) * from / (2L * to);
        }

        return tensor(sources, device: device);
    }
}
