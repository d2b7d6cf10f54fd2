using System.Runtime.InteropServices;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>A picture, or a square of a slice, in as few bytes as hold its values.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Image channels.</param>
/// <param name="Bits">8 or 16.</param>
/// <param name="Image">[channel, row, column], 1 or 2 bytes a value.</param>
/// <param name="Labels">[row, column], 1, 2 or 4 bytes a value: <see cref="MaskCode"/>, or the nuclei's numbers.</param>
/// <param name="LabelBytes">Bytes a label.</param>
/// <param name="HasInstances">Whether the labels are the nuclei's numbers.</param>
internal sealed record StoredPixels(int Height, int Width, int Channels, int Bits, byte[] Image, byte[] Labels, int LabelBytes, bool HasInstances)
{
    /// <summary>A slice's square.</summary>
    /// <param name="side">Rows and columns.</param>
    /// <param name="channels">Image channels.</param>
    /// <param name="bits">8 or 16.</param>
    /// <param name="image">[channel, row, column].</param>
    /// <param name="masks">[row, column]: <see cref="MaskCode"/>.</param>
    /// <param name="instances">[row, column]: the number of the nucleus; null where the source does not tell single ones apart.</param>
    public static StoredPixels Of(int side, int channels, int bits, ushort[] image, byte[] masks, int[]? instances) => instances is null
        ? new StoredPixels(side, side, channels, bits, Narrowed(image, bits), masks, 1, false)
        : OfInstances(side, side, channels, bits, Narrowed(image, bits), instances);

    /// <summary>A whole picture, from which patches are cut.</summary>
    /// <param name="slice">The picture.</param>
    /// <param name="head">Its head; null for nuclei, which are kept by their numbers.</param>
    public static StoredPixels Of(CaseSlice slice, Mask? head)
    {
        var (image, area) = (slice.Image, slice.Image.Height * slice.Image.Width);
        var values = new ushort[image.Values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i % image.Channels * area + i / image.Channels] = image.Values[i];
        }

        var narrowed = Narrowed(values, image.Bits);
        return slice.Instances is { } nuclei
            ? OfInstances(image.Height, image.Width, image.Channels, image.Bits, narrowed, nuclei.Labels)
            : new StoredPixels(
                image.Height, image.Width, image.Channels, image.Bits, narrowed,
                [.. slice.Mask.Values.Select((mask, i) => MaskCode.Of(mask, head?.Values[i] ?? false))], 1, false);
    }

    /// <summary>Bytes of image and labels.</summary>
    public static (long Image, long Labels) Sizes(int height, int width, int channels, int bits, int labelBytes) =>
        ((long)height * width * channels * bits / 8, (long)height * width * labelBytes);

    private static StoredPixels OfInstances(int height, int width, int channels, int bits, byte[] image, int[] numbers)
    {
        var largest = numbers.Max();
        return largest switch
        {
            <= byte.MaxValue => Make(Array.ConvertAll(numbers, number => (byte)number), 1),
            <= short.MaxValue => Make(MemoryMarshal.AsBytes<short>(Array.ConvertAll(numbers, number => (short)number)).ToArray(), sizeof(short)),
            _ => Make(MemoryMarshal.AsBytes<int>(numbers).ToArray(), sizeof(int)),
        };

        StoredPixels Make(byte[] labels, int labelBytes) => new(height, width, channels, bits, image, labels, labelBytes, true);
    }

    private static byte[] Narrowed(ushort[] values, int bits) =>
        bits == 8 ? Array.ConvertAll(values, value => (byte)value) : MemoryMarshal.AsBytes<ushort>(values).ToArray();
}
