using System.Buffers.Binary;
using System.IO.Compression;

namespace AsynDGAN.Core.Imaging;

/// <summary>Deflated data in zlib's frame, checked before a picture's decoder sees them: decoders leave what is missing blank without a word.</summary>
internal static class ZlibData
{
    private const uint AdlerBase = 65521;

    // So many bytes may be summed before the sums pass 32 bits (RFC 1950).
    private const int AdlerRun = 5552;

    /// <summary>What is wrong with the data; null where they hold enough and match their check sum.</summary>
    /// <param name="packed">The whole of the data; bytes behind its end do not matter.</param>
    /// <param name="least">How many bytes they should hold.</param>
    /// <param name="most">How many they may hold.</param>
    /// <returns>Whether their end is missing, and a sentence without its beginning.</returns>
    public static (bool Cut, string Text)? Fault(byte[] packed, long least, long most)
    {
        var buffer = new byte[1 << 16];
        var (length, sum) = (0L, 1u);
        try
        {
            using var stream = new ZLibStream(new MemoryStream(packed, writable: false), CompressionMode.Decompress);
            for (int read; (read = stream.Read(buffer)) > 0; length += read)
            {
                sum = Adler(sum, buffer.AsSpan(0, read));
                if (length + read > most)
                {
                    return (false, $"its compressed data hold more than the {most} bytes of its size");
                }
            }
        }
        catch (InvalidDataException)
        {
            // The stream's own message speaks of archives.
            return (false, "its compressed data cannot be unpacked, or do not match their check sum");
        }

        // The stream also ends without a word where its input does: the check sum then is not there.
        var end = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(end, sum);
        return length < least ? (true, $"its compressed data end after {length} of {least} bytes")
            : packed.AsSpan().IndexOf(end) < 0 ? (true, "its compressed data end before their check sum")
            : null;
    }

    private static uint Adler(uint sum, ReadOnlySpan<byte> bytes)
    {
        var (low, high) = (sum & 0xFFFF, sum >> 16);
        while (bytes.Length > 0)
        {
            var run = bytes[..Math.Min(AdlerRun, bytes.Length)];
            for (var i = 0; i < run.Length; i++)
            {
                if (run[i] == 0)
                {
                    // Masks are mostly zeros, which leave the lower sum as it is.
                    var zeros = run[i..].IndexOfAnyExcept((byte)0) is var other and >= 0 ? other : run.Length - i;
                    high += low * (uint)zeros;
                    i += zeros - 1;
                    continue;
                }

                low += run[i];
                high += low;
            }

            (low, high) = (low % AdlerBase, high % AdlerBase);
            bytes = bytes[run.Length..];
        }

        return (high << 16) | low;
    }
}
