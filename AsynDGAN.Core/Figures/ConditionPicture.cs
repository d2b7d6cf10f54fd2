using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Figures;

/// <summary>A condition of several channels as one grey picture.</summary>
public static class ConditionPicture
{
    private const int Brightest = 255;
    private const int Darkest = 80;

    /// <summary>
    /// Paints the inside of each channel in a grey of its own, the first channel the brightest, over a black ground. Larger
    /// areas are painted first, so that a tumour shows upon the head that contains it.
    /// </summary>
    /// <param name="condition">[C, H, W], -1 outside and 1 inside; on any device.</param>
    /// <returns>[H, W], 8 bits, one channel: 0, and from 255 down to 80 in equal steps (255 for a single channel).</returns>
    public static PixelArray Of(Tensor condition)
    {
        using var scope = NewDisposeScope();
        var inside = (condition > 0).cpu();
        var (channels, height, width) = ((int)condition.shape[0], (int)condition.shape[1], (int)condition.shape[2]);
        var painted = new ushort[height * width];
        var masks = Enumerable.Range(0, channels).Select(channel => inside[channel].contiguous().data<bool>().ToArray());
        foreach (var (channel, mask) in masks.Index().OrderByDescending(part => part.Item.Count(value => value)))
        {
            var grey = (ushort)(Brightest - (Brightest - Darkest) * channel / Math.Max(1, channels - 1));
            for (var i = 0; i < painted.Length; i++)
            {
                painted[i] = mask[i] ? grey : painted[i];
            }
        }

        return new PixelArray(height, width, 1, 8, painted);
    }
}
