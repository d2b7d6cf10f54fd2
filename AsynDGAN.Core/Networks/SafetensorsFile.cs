using System.Buffers.Binary;
using AsynDGAN.Core.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>
/// Reads and writes safetensors files: 8 bytes of header length, a JSON header, and the tensors' bytes, row-major and
/// little-endian (https://github.com/huggingface/safetensors).
/// </summary>
public static class SafetensorsFile
{
    private const int LargestHeader = 100_000_000;

    private const int BufferSize = 1 << 16;

    /// <summary>Reads a whole file. U16 becomes I32.</summary>
    /// <exception cref="UserException">The file cannot be read or is damaged; the message names the defect.</exception>
    public static Safetensors Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {e.Message}");
        }
    }

    /// <summary>Reads from the stream's position to its end.</summary>
    /// <param name="stream">A stream that knows its length.</param>
    /// <param name="name">What messages call the file.</param>
    /// <exception cref="UserException">The file is damaged; the message names the defect.</exception>
    public static Safetensors Read(Stream stream, string name)
    {
        var rest = stream.Length - stream.Position - sizeof(ulong);
        if (rest < 0)
        {
            throw Defect(name, "it is shorter than the header's length field of 8 bytes");
        }

        var field = new byte[sizeof(ulong)];
        stream.ReadExactly(field);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(field);
        if (length > LargestHeader)
        {
            throw Defect(name, $"its header claims {length} bytes; {LargestHeader} are allowed");
        }

        if ((long)length > rest)
        {
            throw Defect(name, $"its header claims {length} bytes, but only {rest} follow");
        }

        var json = new byte[length];
        stream.ReadExactly(json);
        var header = new SafetensorsHeader(name, json, rest - (long)length);

        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = [];
        foreach (var entry in header.Entries)
        {
            tensors.Add(entry.Name, ReadTensor(stream, entry).MoveToOuterDisposeScope());
        }

        return new(tensors, header.Metadata);
    }

    /// <summary>Writes a file whole or not at all, and the folders above it.</summary>
    public static void Write(
        string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, stream => Write(stream, tensors, metadata));
    }

    /// <summary>Writes tensors from any device, the widest element types first and then by name; the stream stays open.</summary>
    /// <exception cref="ArgumentException">A tensor's element type has no name in the format.</exception>
    public static void Write(
        Stream stream, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        List<SafetensorsEntry> entries = [];
        var end = 0L;
        foreach (var (name, tensor) in tensors.OrderByDescending(t => SafetensorsType.Of(t.Value.dtype).Bytes)
                     .ThenBy(t => t.Key, StringComparer.Ordinal))
        {
            var type = SafetensorsType.Of(tensor.dtype);
            entries.Add(new(name, type, tensor.shape, end, end + tensor.numel() * type.Bytes));
            end = entries[^1].End;
        }

        var header = SafetensorsHeader.Write(entries, metadata);
        var length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var entry in entries)
        {
            using var scope = NewDisposeScope();
            tensors[entry.Name].detach().cpu().contiguous().WriteBytesToStream(stream, BufferSize);
        }
    }

    internal static UserException Defect(string file, string what) => new(
        $"{file} is not a sound safetensors file: {what}", "write or copy it again");

    private static Tensor ReadTensor(Stream stream, SafetensorsEntry entry)
    {
        var tensor = empty(entry.Shape, entry.Type.Torch);
        tensor.ReadBytesFromStream(stream, BufferSize);
        return entry.Type == SafetensorsType.U16 ? tensor.to(ScalarType.Int32).bitwise_and(0xFFFF) : tensor;
    }
}
