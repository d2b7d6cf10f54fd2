namespace AsynDGAN.Core.Imaging;

/// <summary>
/// How much a packed strip or tile of a TIFF holds, counted before LibTiff decodes it: its LZW decoder reads on behind data
/// that are cut, and its deflate decoder stops before the check sum.
/// </summary>
internal static class TiffPacking
{
    private const int Lzw = 5;
    private const int PackBits = 32773;

    private const int Clear = 256;
    private const int End = 257;
    private const int LargestCode = 4095;

    /// <summary>What is wrong; null where enough is there, or where nothing is packed.</summary>
    /// <param name="compression">TIFF's number of the packing.</param>
    /// <param name="packed">The strip or tile, its bits in the usual order.</param>
    /// <param name="least">Bytes that it should hold.</param>
    /// <param name="most">Bytes that it may hold.</param>
    public static string? Fault(long compression, byte[] packed, long least, long most) => compression switch
    {
        8 or 32946 => ZlibData.Fault(packed, least, most)?.Text,
        Lzw => Short(LzwLength(packed, least), least),
        PackBits => Short(PackBitsLength(packed), least),
        _ => null,
    };

    private static string? Short(long length, long least) => length < least ? $"its compressed data end after {length} of {least} bytes" : null;

    // Codes with the low bits first, of files before TIFF 6.0.
    private static bool IsOldLzw(byte[] packed) => packed is [0, var second, ..] && (second & 1) == 1;

    /// <summary>
    /// Follows the codes (TIFF 6.0, section 13), of whose strings it keeps the lengths only. Those of old files have the low bits first, and
    /// grow longer one code later.
    /// </summary>
    private static long LzwLength(byte[] packed, long enough)
    {
        var lengths = new int[LargestCode + 2];
        Array.Fill(lengths, 1, 0, Clear);
        var (next, width, previous, total, bit) = (End + 1, 9, -1, 0L, 0L);
        var isOld = IsOldLzw(packed);
        while (total < enough && bit + width <= 8L * packed.Length)
        {
            var code = 0;
            for (var i = 0; i < width; i++, bit++)
            {
                code |= isOld
                    ? ((packed[bit >> 3] >> (int)(bit & 7)) & 1) << i
                    : ((packed[bit >> 3] >> (int)(7 - (bit & 7))) & 1) << (width - 1 - i);
            }

            if (code == End)
            {
                break;
            }

            if (code == Clear)
            {
                (next, width, previous) = (End + 1, 9, -1);
                continue;
            }

            if (previous >= 0 && next <= LargestCode)
            {
                lengths[next++] = lengths[previous] + 1;
            }

            // A code that is not there yet is LibTiff's to refuse.
            total += code < next ? lengths[code] : enough;
            var longest = isOld ? next - 1 : next;
            (previous, width) = (code, longest >= 2047 ? 12 : longest >= 1023 ? 11 : longest >= 511 ? 10 : 9);
        }

        return total;
    }

    private static long PackBitsLength(byte[] packed)
    {
        var total = 0L;
        for (var at = 0; at < packed.Length;)
        {
            var run = packed[at] < 128;
            var count = run ? packed[at] + 1 : packed[at] == 128 ? 0 : 257 - packed[at];
            at += run ? 1 + count : packed[at] == 128 ? 1 : 2;
            total += at <= packed.Length ? count : 0;
        }

        return total;
    }
}
