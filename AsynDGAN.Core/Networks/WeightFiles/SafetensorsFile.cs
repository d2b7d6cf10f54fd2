using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AsynDGAN.Core.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks.WeightFiles;

/// <summary>
/// Reads and writes safetensors files: 8 bytes of header length, a JSON header, and the tensors' bytes, row-major and
/// little-endian (https://github.com/huggingface/safetensors). What is written here carries a SHA-256 of the whole file in
/// its __metadata__ (<see cref="SafetensorsHeader.ChecksumKey"/>), which reading checks; files of other programs have none
/// and are read without.
/// </summary>
public static class SafetensorsFile
{
    private const int LargestHeader = 100_000_000;

    // A span holds no more than 2 GB, a tensor may.
    private const int ElementsAtOnce = 1 << 24;

    /// <summary>Reads a whole file. U16 becomes I32.</summary>
    /// <exception cref="UserException">The file cannot be read or is damaged; the message names the defect.</exception>
    public static Safetensors Read(string path)
    {
        try
        {
            using var stream = GivenPath.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {(File.Exists(path) ? e.Message : "it does not exist")}", "Copy it again from where it was written.");
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
            throw Defect(name, $"its header claims {length} bytes; {LargestHeader} are allowed{(length > (ulong)Math.Max(rest, 0) ? " (it may be a file of another kind)" : "")}");
        }

        if ((long)length > rest)
        {
            throw Defect(name, $"its header claims {length} bytes, but only {rest} follow");
        }

        var json = new byte[length];
        stream.ReadExactly(json);
        var header = new SafetensorsHeader(name, json, rest - (long)length);

        using var scope = NewDisposeScope();
        var checksum = header.HasChecksum ? CutChecksum(name, json) : null;
        using var hash = checksum is null ? null : HashOf(field, json);
        Dictionary<string, Tensor> tensors = [];
        foreach (var entry in header.Entries)
        {
            tensors.Add(entry.Name, ReadTensor(stream, entry, hash));
        }

        if (hash is not null && checksum != Digest.Of(hash))
        {
            throw Defect(name, "its bytes are not those that were written: their SHA-256 is another");
        }

        foreach (var tensor in tensors.Values)
        {
            tensor.MoveToOuterDisposeScope();
        }

        return new(tensors, header.Metadata) { Checksum = checksum };
    }

    /// <summary>Writes a file whole or not at all, and the folders above it.</summary>
    /// <returns>The file's <see cref="Safetensors.Checksum"/>.</returns>
    /// <exception cref="UserException">The disk is full, or the file or its folder cannot be written.</exception>
    public static string Write(
        string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        NewFolder.Make(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var checksum = "";
        AtomicFile.Write(path, stream => checksum = Write(stream, tensors, metadata));
        return checksum;
    }

    /// <summary>Writes tensors from any device, the widest element types first and then by name.</summary>
    /// <param name="stream">A stream that can seek; it stays open.</param>
    /// <param name="tensors">By name.</param>
    /// <param name="metadata">More for __metadata__.</param>
    /// <returns>The file's <see cref="Safetensors.Checksum"/>.</returns>
    /// <exception cref="ArgumentException">A tensor's element type has no name in the format.</exception>
    public static string Write(
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
        var start = stream.Position;
        stream.Write(length);
        stream.Write(header);
        using var hash = HashOf(length, header);
        foreach (var entry in entries)
        {
            using var scope = NewDisposeScope();
            foreach (var piece in Pieces(tensors[entry.Name].detach().cpu().contiguous()))
            {
                hash.AppendData(piece.bytes);
                stream.Write(piece.bytes);
            }
        }

        // The checksum is known at the end only, and stands in the header.
        var checksum = Digest.Of(hash);
        var whole = stream.Position;
        stream.Position = start + length.Length + OwnChecksum.Find(header, ChecksumText);
        stream.Write(Encoding.ASCII.GetBytes(checksum));
        stream.Position = whole;
        return checksum;
    }

    private const string ChecksumText = $"\"{SafetensorsHeader.ChecksumKey}\":\"";

    private static string CutChecksum(string name, byte[] json) => OwnChecksum.Find(json, ChecksumText) is var at and >= 0
        ? OwnChecksum.Cut(json, at)
        : throw Defect(name, $"the header's {SafetensorsHeader.ChecksumKey} is not as it was written");

    private static IncrementalHash HashOf(byte[] length, byte[] header)
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(length);
        hash.AppendData(header);
        return hash;
    }

    /// <summary>A contiguous tensor's elements in order, without copying.</summary>
    private static IEnumerable<Tensor> Pieces(Tensor tensor) => tensor.numel() == 0 ? [] : tensor.view(-1).split(ElementsAtOnce);

    internal static UserException Defect(string file, string what) => new(
        $"{file} is not a sound safetensors file: {what}", "Write or copy it again, or name another file.");

    private static Tensor ReadTensor(Stream stream, SafetensorsEntry entry, IncrementalHash? hash)
    {
        var tensor = empty(entry.Shape, entry.Type.Torch);
        foreach (var piece in Pieces(tensor))
        {
            stream.ReadExactly(piece.bytes);
            hash?.AppendData(piece.bytes);
        }

        return entry.Type == SafetensorsType.U16 ? tensor.to(ScalarType.Int32).bitwise_and(0xFFFF) : tensor;
    }
}
