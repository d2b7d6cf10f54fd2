using System.Buffers.Binary;

namespace AsynDGAN.Core.Imaging;

/// <summary>Which way up a picture is stored, by the numbers of EXIF and TIFF: 1 is upright, 2 to 8 are the other ways to lay a square.</summary>
internal static class Orientation
{
    /// <summary>As it is looked at.</summary>
    public const int Upright = 1;

    /// <summary>The field of EXIF's and TIFF's directories that holds it.</summary>
    public const ushort Tag = 274;

    private const int Last = 8;
    private const int EntryLength = 12;

    private static ReadOnlySpan<byte> Prefix => "Exif\0\0"u8;

    /// <summary>The picture as it is looked at.</summary>
    /// <param name="stored">As the file has it.</param>
    /// <param name="orientation">Numbers that have no meaning count as upright.</param>
    public static PixelArray Turn(PixelArray stored, long orientation)
    {
        if (orientation is <= Upright or > Last)
        {
            return stored;
        }

        var (rows, columns) = (stored.Height, stored.Width);
        var (height, width) = orientation >= 5 ? (columns, rows) : (rows, columns);
        var values = new ushort[stored.Values.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (row, column) = orientation switch
                {
                    2 => (y, columns - 1 - x),
                    3 => (rows - 1 - y, columns - 1 - x),
                    4 => (rows - 1 - y, x),
                    5 => (x, y),
                    6 => (rows - 1 - x, y),
                    7 => (rows - 1 - x, columns - 1 - y),
                    _ => (x, columns - 1 - y),
                };
                Array.Copy(stored.Values, (row * columns + column) * stored.Channels, values, (y * width + x) * stored.Channels, stored.Channels);
            }
        }

        return new PixelArray(height, width, stored.Channels, stored.Bits, values);
    }

    /// <summary>The orientation in a block of EXIF; upright where it tells none, or cannot be read.</summary>
    /// <param name="block">A small TIFF file, with EXIF's prefix before it or not.</param>
    public static int OfExif(ReadOnlySpan<byte> block)
    {
        var tiff = block.StartsWith(Prefix) ? block[Prefix.Length..] : block;
        if (tiff.Length < 8 || !(tiff.StartsWith("II*\0"u8) || tiff.StartsWith("MM\0*"u8)))
        {
            return Upright;
        }

        var bigEndian = tiff[0] == 'M';
        var directory = UInt32(tiff, 4, bigEndian);
        var count = UInt16(tiff, directory, bigEndian);
        for (var i = 0; i < count; i++)
        {
            var entry = directory + 2 + EntryLength * i;
            if (UInt16(tiff, entry, bigEndian) == Tag)
            {
                // A short, by the standard; some writers make it a long.
                return UInt16(tiff, entry + 2, bigEndian) == 4 ? (int)UInt32(tiff, entry + 8, bigEndian) : UInt16(tiff, entry + 8, bigEndian);
            }
        }

        return Upright;
    }

    private static int UInt16(ReadOnlySpan<byte> bytes, long at, bool bigEndian) => at + 2 > bytes.Length ? 0
        : bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes[(int)at..])
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes[(int)at..]);

    private static long UInt32(ReadOnlySpan<byte> bytes, long at, bool bigEndian) => at + 4 > bytes.Length ? 0
        : bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes[(int)at..])
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes[(int)at..]);
}
