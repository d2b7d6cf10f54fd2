using System.Buffers.Binary;

namespace AsynDGAN.Core.Imaging;

/// <summary>PNG, read and written.</summary>
public static class PngFile
{
    private const int SignatureLength = 8;
    private const int ChunkFrame = 12;
    private const int HeaderEnd = 29;

    /// <summary>Writes pixels of 1 (grey) or 3 (red, green, blue) channels with their own bit depth.</summary>
    /// <remarks>The same pixels always give the same bytes.</remarks>
    /// <exception cref="ArgumentException">Another number of channels.</exception>
    public static void Write(PixelArray pixels, Stream stream) => ManagedPictures.EncodePng(pixels, stream);

    /// <inheritdoc cref="Write(PixelArray, Stream)"/>
    /// <exception cref="UserException">The file cannot be written.</exception>
    public static void Write(PixelArray pixels, string path)
    {
        using var encoded = new MemoryStream();
        Write(pixels, encoded);
        try
        {
            File.WriteAllBytes(path, encoded.ToArray());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be written: {fault.Message}");
        }
    }

    internal static PixelArray Decode(byte[] bytes, string path)
    {
        if (bytes.Length < HeaderEnd)
        {
            throw Truncated(path);
        }

        var width = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(16));
        var height = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(20));
        var (depth, type) = (bytes[24], bytes[25]);
        ImageLimits.Check(path, height, width, bytes.Length);
        CheckComplete(bytes, path);

        // Types: 0 grey, 2 colour, 3 palette, 4 grey with alpha, 6 colour with alpha.
        var channels = type is 0 or 4 ? 1 : 3;
        return ManagedPictures.Decode(bytes, path, channels, depth == 16 ? 16 : 8);
    }

    /// <summary>Follows the chunks to the end mark: the decoder leaves the missing rows of a cut file blank without a word.</summary>
    private static void CheckComplete(byte[] bytes, string path)
    {
        long position = SignatureLength;
        while (position + ChunkFrame <= bytes.Length)
        {
            var chunk = bytes.AsSpan((int)position);
            var next = position + ChunkFrame + BinaryPrimitives.ReadUInt32BigEndian(chunk);
            if (next <= bytes.Length && chunk.Slice(4, 4).SequenceEqual("IEND"u8))
            {
                return;
            }

            position = next;
        }

        throw Truncated(path);
    }

    private static UserException Truncated(string path) => new($"{path} is truncated: the PNG ends before its end mark", "Copy the file again.");
}
