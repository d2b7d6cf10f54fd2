using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data;

/// <summary>
/// The file of one prepared volume: its key, its length and that of the table, their and the table's SHA-256; the table, with
/// what is known of each slice and the SHA-256 of its pixels; then the slices' pixels. So slices that are not used need not be
/// read, and those that are, are checked.
/// </summary>
internal static class CachedVolume
{
    private const int KeyBytes = 32, HeadBytes = KeyBytes + sizeof(long) + sizeof(int);

    public static void Write(Stream stream, byte[] key, PreparedVolume volume)
    {
        var table = new MemoryStream();
        using (var writer = new BinaryWriter(table, Encoding.UTF8, leaveOpen: true))
        {
            var spacing = volume.Case.Spacing!.Value;
            writer.Write(spacing.Slice);
            writer.Write(spacing.Row);
            writer.Write(spacing.Column);
            writer.Write(volume.Case.TumourVolume!.Value);
            Strings(writer, volume.Case.Contents);
            Strings(writer, [.. volume.Case.Notes.SelectMany(note => new[] { note.Kind, note.Text })]);
            writer.Write(volume.Slices.Count);
            foreach (var slice in volume.Slices)
            {
                Write(writer, slice);
                writer.Write(PixelHash(slice));
            }
        }

        var length = HeadBytes + SHA256.HashSizeInBytes + table.Length + volume.Slices.Sum(PixelBytes);
        byte[] head = [.. key, .. BitConverter.GetBytes(length), .. BitConverter.GetBytes((int)table.Length)];
        stream.Write(head);
        stream.Write(Hash(head, table.ToArray()));
        table.WriteTo(stream);
        foreach (var slice in volume.Slices)
        {
            stream.Write(MemoryMarshal.AsBytes(slice.Image.AsSpan()));
            stream.Write(slice.Masks);
        }
    }

    /// <exception cref="InvalidDataException">The file is of another volume, or damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PreparedVolume Read(Stream stream, byte[] key, Case @case, Func<int, bool> isUsed)
    {
        using var reader = new BinaryReader(new MemoryStream(ReadTable(stream, key)), Encoding.UTF8);
        var spacing = new VoxelSpacing(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        var read = @case with
        {
            Spacing = spacing,
            TumourVolume = reader.ReadDouble(),
            Contents = Strings(reader),
            Notes = [.. Strings(reader).Chunk(2).Select(note => new CaseNote(note[0], note[1]))],
        };
        var slices = new PreparedSlice[reader.ReadInt32()];
        var hashes = new byte[slices.Length][];
        for (var i = 0; i < slices.Length; i++)
        {
            slices[i] = Read(reader, read);
            hashes[i] = reader.ReadBytes(SHA256.HashSizeInBytes);
        }

        for (var i = 0; i < slices.Length; i++)
        {
            var (image, masks) = Lengths(slices[i]);
            if (!isUsed(slices[i].MaskPixels))
            {
                stream.Seek(PixelBytes(slices[i]), SeekOrigin.Current);
                continue;
            }

            slices[i] = slices[i] with { Image = new ushort[image], Masks = new byte[masks] };
            stream.ReadExactly(MemoryMarshal.AsBytes(slices[i].Image.AsSpan()));
            stream.ReadExactly(slices[i].Masks);
            if (!PixelHash(slices[i]).SequenceEqual(hashes[i]))
            {
                throw new InvalidDataException();
            }
        }

        return new PreparedVolume(read, slices);
    }

    private static byte[] ReadTable(Stream stream, byte[] key)
    {
        var (head, hash) = (new byte[HeadBytes], new byte[SHA256.HashSizeInBytes]);
        stream.ReadExactly(head);
        stream.ReadExactly(hash);
        var (length, tableLength) = (BitConverter.ToInt64(head, KeyBytes), BitConverter.ToInt32(head, KeyBytes + sizeof(long)));
        if (!head[..KeyBytes].SequenceEqual(key) || length != stream.Length || tableLength < 0 || tableLength > stream.Length)
        {
            throw new InvalidDataException();
        }

        var table = new byte[tableLength];
        stream.ReadExactly(table);
        return Hash(head, table).SequenceEqual(hash) ? table : throw new InvalidDataException();
    }

    private static byte[] PixelHash(PreparedSlice slice) => Hash(MemoryMarshal.AsBytes(slice.Image.AsSpan()), slice.Masks);

    private static byte[] Hash(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(first);
        hash.AppendData(second);
        return hash.GetHashAndReset();
    }

    private static void Strings(BinaryWriter writer, IReadOnlyList<string> texts)
    {
        writer.Write(texts.Count);
        foreach (var text in texts)
        {
            writer.Write(text);
        }
    }

    private static string[] Strings(BinaryReader reader)
    {
        var texts = new string[reader.ReadInt32()];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = reader.ReadString();
        }

        return texts;
    }

    private static void Write(BinaryWriter writer, PreparedSlice slice)
    {
        var (height, width, square, size) = slice.Geometry;
        writer.Write(slice.Name);
        Array.ForEach([height, width, square.Top, square.Left, square.Side, size, slice.Bits, slice.Channels, slice.MaskPixels], writer.Write);
        foreach (var line in slice.Normalisations)
        {
            writer.Write(line.Scale);
            writer.Write(line.Offset);
        }

        writer.Write(slice.TumourOutside.Length);
        Array.ForEach(slice.TumourOutside, writer.Write);
    }

    private static PreparedSlice Read(BinaryReader reader, Case @case)
    {
        var name = reader.ReadString();
        var (height, width) = (reader.ReadInt32(), reader.ReadInt32());
        var square = new CropSquare(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        var geometry = new Geometry(height, width, square, reader.ReadInt32());
        var (bits, channels, maskPixels) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        var lines = new Normalisation[channels];
        for (var i = 0; i < channels; i++)
        {
            lines[i] = new Normalisation(reader.ReadSingle(), reader.ReadSingle());
        }

        var outside = new int[reader.ReadInt32()];
        for (var i = 0; i < outside.Length; i++)
        {
            outside[i] = reader.ReadInt32();
        }

        return new PreparedSlice(@case, name, geometry, bits, channels, [], [], lines, maskPixels, outside);
    }

    private static (int Image, int Masks) Lengths(PreparedSlice slice)
    {
        var area = slice.Geometry.Square.Side * slice.Geometry.Square.Side;
        return (slice.Channels * area, area);
    }

    private static long PixelBytes(PreparedSlice slice)
    {
        var (image, masks) = Lengths(slice);
        return (long)sizeof(ushort) * image + masks;
    }
}
