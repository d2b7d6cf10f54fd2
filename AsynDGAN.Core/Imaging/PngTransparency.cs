using System.Buffers.Binary;

namespace AsynDGAN.Core.Imaging;

/// <summary>The one value of a grey PNG, or the one colour, that is transparent: the decoder misses most of 16 bits.</summary>
internal static class PngTransparency
{
    /// <summary>The stored samples, one or red, green and blue; null where the file has alpha, a palette or none that is transparent.</summary>
    public static ushort[]? Of(byte[] bytes, IReadOnlyList<PngChunk> chunks, PngHeader header)
    {
        // Behind the pixels it does not count.
        var own = chunks.TakeWhile(chunk => chunk.Type != PngChunk.Pixels).FirstOrDefault(chunk => chunk.Type == PngChunk.Transparency);
        if (header.Type is not (0 or 2) || own is null || own.Length < header.Channels * sizeof(ushort))
        {
            return null;
        }

        // Of samples of fewer bits the others are of no meaning.
        var largest = (1 << header.Bits) - 1;
        return [.. Enumerable.Range(0, header.Channels).Select(channel => (ushort)(BinaryPrimitives.ReadUInt16BigEndian(own.In(bytes)[(channel * sizeof(ushort))..]) & largest))];
    }

    /// <summary>The same pixels with a last channel that is 0 where a pixel has the values given, and the largest elsewhere.</summary>
    /// <param name="pixels">Without alpha.</param>
    /// <param name="transparent">One value a channel.</param>
    public static PixelArray WithAlpha(PixelArray pixels, ushort[] transparent)
    {
        var (channels, opaque) = (pixels.Channels, (ushort)((1 << pixels.Bits) - 1));
        var values = new ushort[pixels.Height * pixels.Width * (channels + 1)];
        for (var i = 0; i < pixels.Height * pixels.Width; i++)
        {
            var pixel = pixels.Values.AsSpan(i * channels, channels);
            pixel.CopyTo(values.AsSpan(i * (channels + 1)));
            values[i * (channels + 1) + channels] = pixel.SequenceEqual(transparent) ? (ushort)0 : opaque;
        }

        return new PixelArray(pixels.Height, pixels.Width, channels + 1, pixels.Bits, values);
    }
}
