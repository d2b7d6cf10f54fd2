namespace AsynDGAN.Core.Imaging;

/// <summary>A Huffman table of a JPEG (ITU T.81, annex C).</summary>
/// <param name="Largest">By a code's length, the largest code of it; -1 where there is none.</param>
/// <param name="First">By a code's length, the place of its first value less its first code.</param>
/// <param name="Values">What the codes mean, in their order.</param>
internal sealed record JpegCodes(int[] Largest, int[] First, byte[] Values)
{
    /// <summary>Reads one table.</summary>
    /// <param name="segment">From its class and number on; others may follow.</param>
    public static JpegCodes Of(ReadOnlySpan<byte> segment)
    {
        var (largest, first, code, place) = (new int[17], new int[17], 0, 0);
        for (var length = 1; length <= 16; length++, code <<= 1)
        {
            first[length] = place - code;
            code += segment[length];
            place += segment[length];
            largest[length] = segment[length] == 0 ? -1 : code - 1;
        }

        return new JpegCodes(largest, first, segment.Slice(17, place).ToArray());
    }
}
