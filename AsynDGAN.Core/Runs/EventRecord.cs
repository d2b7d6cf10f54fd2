using System.Buffers.Binary;
using System.Numerics;

namespace AsynDGAN.Core.Runs;

/// <summary>
/// The records of a file of TensorBoard's events (TFRecord): the length in 8 bytes, a checksum of those, the bytes, a checksum of
/// the bytes, all little-endian. A checksum is the CRC-32C, turned and shifted so that one over data with checksums is sound.
/// </summary>
internal static class EventRecord
{
    private const int Header = 12, Footer = 4;
    private const uint Mask = 0xa282ead8;

    /// <summary>Appends one.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> bytes)
    {
        Span<byte> around = stackalloc byte[Header + Footer];
        BinaryPrimitives.WriteInt64LittleEndian(around, bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(around[8..], Checksum(around[..8]));
        BinaryPrimitives.WriteUInt32LittleEndian(around[Header..], Checksum(bytes));
        stream.Write(around[..Header]);
        stream.Write(bytes);
        stream.Write(around[Header..]);
    }

    /// <summary>Reads the next one; null at the end, and where what follows is torn or damaged.</summary>
    public static byte[]? Read(Stream stream)
    {
        Span<byte> around = stackalloc byte[Header];
        if (stream.ReadAtLeast(around, Header, throwOnEndOfStream: false) < Header
            || BinaryPrimitives.ReadUInt32LittleEndian(around[8..]) != Checksum(around[..8])
            || BinaryPrimitives.ReadInt64LittleEndian(around) is var length && (length < 0 || length > stream.Length - stream.Position - Footer))
        {
            return null;
        }

        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        stream.ReadExactly(around[..Footer]);
        return BinaryPrimitives.ReadUInt32LittleEndian(around) == Checksum(bytes) ? bytes : null;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return BitOperations.RotateRight(~crc, 15) + Mask;
    }
}
