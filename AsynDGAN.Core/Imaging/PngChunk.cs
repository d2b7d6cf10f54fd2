using System.Buffers.Binary;
using System.Text;

namespace AsynDGAN.Core.Imaging;

/// <summary>A chunk of a PNG file.</summary>
/// <param name="Type">Its four letters.</param>
/// <param name="Start">Where its data begin.</param>
/// <param name="Length">Bytes of its data.</param>
internal sealed record PngChunk(string Type, int Start, int Length)
{
    /// <summary>Bytes before the first chunk.</summary>
    public const int SignatureLength = 8;

    /// <summary>The type of the chunks of the pixels' packed data.</summary>
    public const string Pixels = "IDAT";

    /// <summary>The type of the one that tells what is transparent.</summary>
    public const string Transparency = "tRNS";

    private const int Frame = 12;

    /// <summary>The chunks up to the end mark, each with the right check sum.</summary>
    /// <exception cref="UserException">The file ends before its end mark, or a check sum is wrong.</exception>
    public static IReadOnlyList<PngChunk> All(byte[] bytes, string path)
    {
        var chunks = new List<PngChunk>();
        for (long position = SignatureLength; position + Frame <= bytes.Length;)
        {
            var frame = bytes.AsSpan((int)position);
            var length = BinaryPrimitives.ReadUInt32BigEndian(frame);
            var next = position + Frame + length;
            if (next > bytes.Length)
            {
                break;
            }

            var chunk = new PngChunk(Encoding.Latin1.GetString(frame.Slice(4, 4)), (int)position + 8, (int)length);
            if (Crc32.Of(frame.Slice(4, 4 + (int)length)) != BinaryPrimitives.ReadUInt32BigEndian(frame[(8 + (int)length)..]))
            {
                throw new UserException($"{path} is damaged: the check sum of its chunk {chunk.Name(chunks.Count)} is wrong", "Copy the file again.");
            }

            chunks.Add(chunk);
            if (chunk.Type == "IEND")
            {
                return chunks;
            }

            position = next;
        }

        throw Truncated(path, "the PNG ends before its end mark");
    }

    /// <summary>What the message of a cut file is.</summary>
    public static UserException Truncated(string path, string how) => new($"{path} is truncated: {how}", "Copy the file again.");

    /// <summary>The data.</summary>
    public ReadOnlySpan<byte> In(byte[] bytes) => bytes.AsSpan(Start, Length);

    /// <summary>What messages call the chunk.</summary>
    /// <param name="place">How many are before it.</param>
    public string Name(int place) => Type.All(char.IsAsciiLetter) ? Type : "number " + (place + 1);

    /// <summary>Writes a chunk at a stream's end, with its check sum.</summary>
    /// <returns>Where it is.</returns>
    public static PngChunk Write(MemoryStream file, string type, ReadOnlySpan<byte> data)
    {
        byte[] summed = [.. Encoding.Latin1.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(summed);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(summed));
        file.Write(number);
        return new PngChunk(type, (int)file.Length - data.Length - sizeof(uint), data.Length);
    }
}
