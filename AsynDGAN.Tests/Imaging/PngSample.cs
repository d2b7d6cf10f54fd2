using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Imaging;

/// <summary>PNG files made chunk by chunk.</summary>
internal static class PngSample
{
    /// <summary>As the program writes it.</summary>
    public static byte[] Of(PixelArray pixels)
    {
        using var stream = new MemoryStream();
        PngFile.Write(pixels, stream);
        return stream.ToArray();
    }

    /// <summary>Of grey or a palette, with samples of 1, 2, 4 or 8 bits.</summary>
    /// <param name="codes">height * width stored numbers.</param>
    /// <param name="palette">Red, green and blue of each number; null: grey.</param>
    /// <param name="alpha">The palette's alpha; null: opaque.</param>
    public static byte[] OfCodes(int height, int width, int bits, int[] codes, byte[]? palette = null, byte[]? alpha = null)
    {
        var rows = new byte[height * (1 + (width * bits + 7) / 8)];
        for (var i = 0; i < codes.Length; i++)
        {
            var bit = i % width * bits;
            rows[i / width * (rows.Length / height) + 1 + bit / 8] |= (byte)(codes[i] << (8 - bits - bit % 8));
        }

        return Of(height, width, bits, palette is null ? 0 : 3, Packed(rows), palette, alpha);
    }

    /// <summary>Of pixel data that are packed already.</summary>
    public static byte[] Of(int height, int width, int bits, int type, byte[] packed, byte[]? palette = null, byte[]? alpha = null, int pieces = 1)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = ((byte)bits, (byte)type);
        return
        [
            0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. Chunk("IHDR", header),
            .. palette is null ? [] : Chunk("PLTE", palette),
            .. alpha is null ? [] : Chunk("tRNS", alpha),
            .. packed.Chunk(Math.Max(1, (packed.Length + pieces - 1) / pieces)).SelectMany(piece => Chunk("IDAT", piece)),
            .. Chunk("IEND", []),
        ];
    }

    /// <summary>In zlib's frame.</summary>
    public static byte[] Packed(byte[] rows)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        return packed.ToArray();
    }

    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] summed = [.. Encoding.ASCII.GetBytes(type), .. data];
        var (length, sum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc32.Of(summed));
        return [.. length, .. summed, .. sum];
    }
}
