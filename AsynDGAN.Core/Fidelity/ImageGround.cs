using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Fidelity;

/// <summary>
/// The ground of an image as the image itself shows it: the filled head, or whatever stands before a dark background. A drawing
/// has no other, and the same rule for drawings and real images makes no difference where there is none.
/// </summary>
public static class ImageGround
{
    /// <summary>The grounds of images, by the first channel of each.</summary>
    /// <param name="images">[n, channels, height, width], float32 in [-1, 1].</param>
    /// <returns>[n, 1, height, width], bool, on the images' device; nothing where an image has no foreground.</returns>
    public static Tensor Of(Tensor images)
    {
        using var scope = NewDisposeScope();
        var (height, width) = ((int)images.shape[2], (int)images.shape[3]);
        var values = images.select(1, 0).contiguous().cpu().data<float>().ToArray();
        var grounds = values.Chunk(height * width).SelectMany(image => HeadMask.Of(image, height, width, ForegroundThreshold.Of(image)).Values);
        return tensor(grounds.ToArray(), [images.shape[0], 1, height, width], device: images.device).MoveToOuterDisposeScope();
    }
}
