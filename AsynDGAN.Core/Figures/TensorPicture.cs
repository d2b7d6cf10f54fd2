using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Figures;

/// <summary>An image as the networks see it, to be looked at.</summary>
public static class TensorPicture
{
    /// <summary>Three channels in colour; of any other number the first in grey.</summary>
    /// <param name="image">[channels, height, width] in [-1, 1]; on any device.</param>
    /// <returns>[height, width], 8 bits, 3 or 1 channels.</returns>
    public static PixelArray Of(Tensor image)
    {
        using var scope = NewDisposeScope();
        var shown = image.shape[0] == 3 ? image : image.narrow(0, 0, 1);
        var grey = ((shown + 1) * 127.5).round().clamp(0, 255).to(uint8).permute(1, 2, 0).contiguous().cpu().data<byte>().ToArray();
        return new PixelArray((int)image.shape[1], (int)image.shape[2], (int)shown.shape[0], 8, [.. grey]);
    }
}
