using System.Text;
using System.Text.Json;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Networks.WeightFiles;

/// <summary>
/// The header of a safetensors file, read as strictly as the format's own library does: a name once, offsets that cover
/// the data without gap or overlap, sizes that agree with shapes. Every defect has a sentence of its own.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>
    /// The entry of __metadata__ with the file's SHA-256, over all of its bytes with the checksum's own 64 digits as zeros.
    /// </summary>
    public const string ChecksumKey = "asyndgan_sha256";

    // A second entry beside it, so that a checksum whose name is damaged is missed.
    private const string FormatKey = "asyndgan_format";

    private const string MetadataName = "__metadata__";

    private readonly string file;
    private readonly List<SafetensorsEntry> entries = [];
    private readonly Dictionary<string, string> metadata = [];

    /// <param name="file">The name that messages give the file.</param>
    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">Bytes of the file after the header.</param>
    /// <exception cref="UserException">The header is not sound, or does not fit the data.</exception>
    public SafetensorsHeader(string file, byte[] json, long dataLength)
    {
        this.file = file;
        Parse(json);
        HasChecksum = metadata.Remove(ChecksumKey);
        if (metadata.Remove(FormatKey) != HasChecksum)
        {
            throw Defect($"of {ChecksumKey} and {FormatKey}, which {MetadataName} holds both or neither of, one is missing");
        }

        entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        CheckCoverage(dataLength);
    }

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => entries;

    /// <summary>The file's __metadata__ but for its checksum.</summary>
    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <summary>Whether the file carries a checksum.</summary>
    public bool HasChecksum { get; }

    /// <summary>The header's bytes for these entries, filled up with spaces to a multiple of 8. The checksum is left blank.</summary>
    public static byte[] Write(IEnumerable<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            Dictionary<string, string> own = new() { [FormatKey] = "1", [ChecksumKey] = OwnChecksum.Blank };
            writer.WritePropertyName(MetadataName);
            JsonSerializer.Serialize(writer, own.Concat(metadata ?? own.Take(0)).ToDictionary());

            foreach (var entry in entries)
            {
                if (entry.Name == MetadataName)
                {
                    throw new ArgumentException($"a tensor cannot have the name {MetadataName}");
                }

                long[] offsets = [entry.Begin, entry.End];
                writer.WritePropertyName(entry.Name);
                JsonSerializer.Serialize(writer, new { dtype = entry.Type.Name, shape = entry.Shape, data_offsets = offsets });
            }

            writer.WriteEndObject();
        }

        while (stream.Length % 8 != 0)
        {
            stream.WriteByte((byte)' ');
        }

        return stream.ToArray();
    }

    private void Parse(byte[] json)
    {
        try
        {
            // Checked as a whole first: the JSON reader looks at the bytes of a string only when it is asked for.
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(json);
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw Defect("the header is not a JSON object");
            }

            HashSet<string> names = [];
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (!names.Add(property.Name))
                {
                    throw Defect($"the name {property.Name} occurs twice");
                }

                if (property.Name == MetadataName)
                {
                    ReadMetadata(property.Value);
                }
                else
                {
                    entries.Add(ReadEntry(property.Name, property.Value));
                }
            }
        }
        catch (DecoderFallbackException)
        {
            throw Defect("the header is not UTF-8");
        }
        catch (JsonException)
        {
            throw Defect("the header is not JSON");
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as \ud800.
            throw Defect("the header holds a text that is no Unicode");
        }
    }

    private void ReadMetadata(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Defect($"{MetadataName} is not a JSON object");
        }

        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String || !metadata.TryAdd(property.Name, property.Value.GetString()!))
            {
                throw Defect($"{MetadataName} is not a table of texts with each name once");
            }
        }
    }

    private SafetensorsEntry ReadEntry(string name, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || element.GetPropertyCount() != 3
            || !element.TryGetProperty("dtype", out var dtype) || dtype.ValueKind != JsonValueKind.String
            || !element.TryGetProperty("shape", out var shape) || !element.TryGetProperty("data_offsets", out var offsets))
        {
            throw Defect($"tensor {name} has not exactly dtype, shape and data_offsets");
        }

        var typeName = dtype.GetString()!;
        var type = SafetensorsType.Find(typeName) ?? throw Defect($"tensor {name} has the unknown dtype {typeName}");
        var dimensions = Numbers(shape) ?? throw Defect($"the shape of tensor {name} is not a list of whole numbers from 0");
        if (Numbers(offsets) is not [var begin, var end] || begin > end)
        {
            throw Defect($"the data_offsets of tensor {name} are not two whole numbers in order");
        }

        return Size(type, dimensions) == end - begin
            ? new(name, type, dimensions, begin, end)
            : throw Defect($"the data_offsets of tensor {name} do not agree with its shape and dtype");
    }

    // Null where the product does not fit into 64 bits. Torch multiplies the other lengths of an empty tensor too.
    private static long? Size(SafetensorsType type, long[] shape)
    {
        try
        {
            var size = shape.Aggregate((long)type.Bytes, (product, length) => checked(product * Math.Max(1, length)));
            return shape.Contains(0) ? 0 : size;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static long[]? Numbers(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        List<long> numbers = [];
        foreach (var item in element.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out var number) || number < 0)
            {
                return null;
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    private void CheckCoverage(long dataLength)
    {
        var covered = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != covered)
            {
                throw Defect(entry.Begin > covered
                    ? $"there is a gap before the data of tensor {entry.Name}"
                    : $"the data of tensor {entry.Name} overlaps another's");
            }

            covered = entry.End;
        }

        if (covered != dataLength)
        {
            throw Defect(covered > dataLength
                ? $"the file is cut off: {dataLength} bytes of data instead of {covered}"
                : $"{dataLength - covered} bytes behind the data belong to no tensor");
        }
    }

    private UserException Defect(string what) => SafetensorsFile.Defect(file, what);
}
