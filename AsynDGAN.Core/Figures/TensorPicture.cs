using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Figures;

/// <summary>An image as the networks see it, to be looked at.</summary>
public static class TensorPicture
{
    /// <summary>Three channels in colour; of any other number the first in grey.</summary>
    /// <param name="image">[channels, height, width] in [-1, 1]; on any device.</param>
    /// <param name="bits">8 or 16.</param>
    /// <returns>[height, width], 3 or 1 channels; -1 is black and 1 the largest value.</returns>
    public static PixelArray Of(Tensor image, int bits = 8) => Whole(image.shape[0] == 3 ? image : image.narrow(0, 0, 1), bits);

    /// <summary>All channels.</summary>
    /// <inheritdoc cref="Of"/>
    public static PixelArray Whole(Tensor image, int bits)
    {
        using var scope = NewDisposeScope();
        var white = (1 << bits) - 1;
        var grey = ((image + 1) * (white / 2.0)).round().clamp(0, white).to(int32).permute(1, 2, 0).contiguous().cpu().data<int>().ToArray();
        return new PixelArray((int)image.shape[1], (int)image.shape[2], (int)image.shape[0], bits, Array.ConvertAll(grey, value => (ushort)value));
    }
}
