using System.Buffers.Binary;
using System.Text;

namespace AsynDGAN.Tests.Runs;

/// <summary>Reads TensorBoard's events by the format's own description, with none of the code that wrote them.</summary>
internal static class EventFile
{
    /// <summary>A value of an event.</summary>
    /// <param name="Step">Its step.</param>
    /// <param name="Tag">Its name; for an event without a value, what it is.</param>
    /// <param name="Value">The number.</param>
    /// <param name="Png">The picture.</param>
    /// <param name="Size">The picture's width and height.</param>
    /// <param name="Time">Seconds since 1970.</param>
    internal sealed record Entry(long Step, string Tag, float? Value, byte[]? Png, (long Width, long Height) Size, double Time);

    /// <summary>All values of a run's files, in the order of the files' names; every checksum is right.</summary>
    public static IReadOnlyList<Entry> ReadRun(string folder) =>
        [.. Directory.GetFiles(folder, "events.out.tfevents.*").Order(StringComparer.Ordinal).SelectMany(Read)];

    /// <summary>The values of a file.</summary>
    public static IReadOnlyList<Entry> Read(string path)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        var entries = new List<Entry>();
        while (bytes.Length > 0)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]), Is.EqualTo(Masked(bytes[..8])), "the length's checksum");
            Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(bytes[(12 + length)..]), Is.EqualTo(Masked(bytes.Slice(12, length))), "the record's checksum");
            entries.AddRange(Event(bytes.Slice(12, length)));
            bytes = bytes[(16 + length)..];
        }

        return entries;
    }

    private static IReadOnlyList<Entry> Event(ReadOnlySpan<byte> message)
    {
        var (fields, entries) = (Fields(message), new List<Entry>());
        var (step, time) = ((long)fields.LastOrDefault(f => f.Number == 2).Integer, BitConverter.Int64BitsToDouble((long)fields.Last(f => f.Number == 1).Integer));
        foreach (var field in fields)
        {
            switch (field.Number)
            {
                case 3:
                    entries.Add(new Entry(step, "version " + Encoding.UTF8.GetString(field.Bytes), null, null, default, time));
                    break;
                case 7:
                    entries.Add(new Entry(step, $"session {Fields(field.Bytes).Single(f => f.Number == 1).Integer}", null, null, default, time));
                    break;
                case 5:
                    entries.AddRange(Fields(field.Bytes).Where(f => f.Number == 1).Select(f => Value(step, time, f.Bytes)));
                    break;
                default:
                    break;
            }
        }

        return entries;
    }

    private static Entry Value(long step, double time, byte[] message)
    {
        var fields = Fields(message);
        var number = fields.Where(f => f.Number == 2).Select(f => (float?)BitConverter.Int32BitsToSingle((int)f.Integer)).LastOrDefault();
        var image = fields.Where(f => f.Number == 4).Select(f => Fields(f.Bytes)).LastOrDefault();
        return new Entry(
            step, Encoding.UTF8.GetString(fields.Single(f => f.Number == 1).Bytes), number, image?.Single(f => f.Number == 4).Bytes,
            image is null ? default : ((long)image.Single(f => f.Number == 2).Integer, (long)image.Single(f => f.Number == 1).Integer), time);
    }

    /// <summary>The fields of a message: integers of any width as they are, the rest as bytes.</summary>
    private static List<(int Number, ulong Integer, byte[] Bytes)> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new List<(int, ulong, byte[])>();
        while (message.Length > 0)
        {
            var key = Varint(ref message);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    fields.Add((number, Varint(ref message), []));
                    break;
                case 1:
                    fields.Add((number, BinaryPrimitives.ReadUInt64LittleEndian(message), []));
                    message = message[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref message);
                    fields.Add((number, 0, message[..length].ToArray()));
                    message = message[length..];
                    break;
                default:
                    fields.Add((number, BinaryPrimitives.ReadUInt32LittleEndian(message), []));
                    message = message[4..];
                    break;
            }
        }

        return fields;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var one = message[0];
            message = message[1..];
            value |= (ulong)(one & 127) << shift;
            if (one < 128)
            {
                return value;
            }
        }
    }

    /// <summary>CRC-32C bit by bit (polynomial 0x82F63B78, reflected), turned right by 15 bits, and a constant.</summary>
    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
            }
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }
}
