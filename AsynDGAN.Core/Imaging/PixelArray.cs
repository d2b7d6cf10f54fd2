namespace AsynDGAN.Core.Imaging;

/// <summary>
/// Pixels as a file stored them: unsigned integers of 8 or 16 bits, row by row from the top, channels interleaved.
/// </summary>
public sealed class PixelArray
{
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="channels">Values a pixel, at least 1.</param>
    /// <param name="bits">8 or 16: the range of the values.</param>
    /// <param name="values">height * width * channels values.</param>
    /// <exception cref="ArgumentException">The lengths do not agree.</exception>
    public PixelArray(int height, int width, int channels, int bits, ushort[] values)
    {
        if (height < 1 || width < 1 || channels < 1 || bits is not (8 or 16) || values.Length != (long)height * width * channels)
        {
            throw new ArgumentException($"{values.Length} values do not make {height}x{width}x{channels} pixels of {bits} bits");
        }

        (Height, Width, Channels, Bits, Values) = (height, width, channels, bits, values);
    }

    public int Height { get; }

    public int Width { get; }

    public int Channels { get; }

    /// <summary>8 or 16.</summary>
    public int Bits { get; }

    /// <summary>The values, [row, column, channel] in row-major order.</summary>
    public ushort[] Values { get; }

    public ushort this[int row, int column, int channel = 0] => Values[(row * Width + column) * Channels + channel];

    /// <summary>The values of one channel, row by row.</summary>
    public float[] Channel(int channel)
    {
        var values = new float[Height * Width];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Values[i * Channels + channel];
        }

        return values;
    }

    /// <summary>The same picture with 8 bits, the largest value of 16 bits being the largest of 8; itself where it has 8.</summary>
    public PixelArray InEightBits() => Bits == 8
        ? this
        : new PixelArray(Height, Width, Channels, 8, Array.ConvertAll(Values, value => (ushort)((value + 128) / 257)));
}
