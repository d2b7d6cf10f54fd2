using AsynDGAN.Core;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Imaging;

/// <summary>Pixel arrays for tests.</summary>
internal static class Pixels
{
    /// <summary>Every value random over the whole range of the bit depth.</summary>
    public static PixelArray Random(int height, int width, int channels, int bits, int seed = 1)
    {
        var random = new Random(seed);
        var values = new ushort[height * width * channels];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (ushort)random.Next(1 << bits);
        }

        return new PixelArray(height, width, channels, bits, values);
    }

    public static Mask RandomMask(int height, int width, double share, int seed)
    {
        var random = new Random(seed);
        return new Mask(height, width, Enumerable.Range(0, height * width).Select(_ => random.NextDouble() < share).ToArray());
    }

    /// <summary>A mask from rows of text, # inside.</summary>
    public static Mask Mask(params string[] rows)
    {
        return new Mask(rows.Length, rows[0].Length, rows.SelectMany(row => row.Select(letter => letter == '#')).ToArray());
    }

    public static string[] Text(Mask mask)
    {
        return Enumerable.Range(0, mask.Height)
            .Select(row => string.Concat(Enumerable.Range(0, mask.Width).Select(column => mask[row, column] ? '#' : '.')))
            .ToArray();
    }

    public static void AssertSame(PixelArray got, PixelArray expected)
    {
        Assert.That((got.Height, got.Width, got.Channels, got.Bits), Is.EqualTo((expected.Height, expected.Width, expected.Channels, expected.Bits)));
        Assert.That(got.Values, Is.EqualTo(expected.Values));
    }

    public static UserException Refused(byte[] bytes)
    {
        var fault = Assert.Throws<UserException>(() => ImageFile.Decode(bytes, "folder/picture"));
        Assert.That(fault!.Message, Does.StartWith("folder/picture "));
        return fault;
    }
}
