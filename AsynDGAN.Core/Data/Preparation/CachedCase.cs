using System.Security.Cryptography;
using System.Text;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>
/// The file of one prepared case: its key, its length and that of the table, their and the table's SHA-256; the table, with
/// what is known of each slice and the SHA-256 of its pixels; then the pixels. So slices that are not used need not be read, and
/// those that are, are checked.
/// </summary>
internal static class CachedCase
{
    private const int KeyBytes = 32, HeadBytes = KeyBytes + sizeof(long) + sizeof(int);

    public static void Write(Stream stream, byte[] key, PreparedCase prepared)
    {
        StoredPixels[] pictures = [.. prepared.Slices.Select(slice => slice.Pixels!).Distinct<StoredPixels>(ReferenceEqualityComparer.Instance)];
        var places = pictures.Index().ToDictionary<(int Index, StoredPixels Item), StoredPixels, int>(picture => picture.Item, picture => picture.Index, ReferenceEqualityComparer.Instance);
        var table = new MemoryStream();
        using (var writer = new BinaryWriter(table, Encoding.UTF8, leaveOpen: true))
        {
            Write(writer, prepared.Case);
            Write(writer, prepared.Read, result =>
            {
                Strings(writer, [result.Digest, result.ObjectColour, result.MaskContents]);
                Strings(writer, result.Contents);
                writer.Write(result.Channels);
                writer.Write(result.Bits);
            });
            Write(writer, pictures, picture =>
            {
                Array.ForEach([picture.Height, picture.Width, picture.Channels, picture.Bits, picture.LabelBytes, picture.HasInstances ? 1 : 0], writer.Write);
                writer.Write(Hash(picture.Image, picture.Labels));
            });
            Write(writer, prepared.Slices, slice =>
            {
                Write(writer, slice);
                writer.Write(places[slice.Pixels!]);
            });
        }

        var length = HeadBytes + SHA256.HashSizeInBytes + table.Length + pictures.Sum(picture => (long)picture.Image.Length + picture.Labels.Length);
        byte[] head = [.. key, .. BitConverter.GetBytes(length), .. BitConverter.GetBytes((int)table.Length)];
        stream.Write(head);
        stream.Write(Hash(head, table.ToArray()));
        table.WriteTo(stream);
        foreach (var picture in pictures)
        {
            stream.Write(picture.Image);
            stream.Write(picture.Labels);
        }
    }

    /// <param name="stream">The file.</param>
    /// <param name="key">What it must be of.</param>
    /// <param name="case">As it was listed.</param>
    /// <param name="isUsed">Asked with a slice's mask pixels.</param>
    /// <exception cref="InvalidDataException">The file is of another case, or damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PreparedCase Read(Stream stream, byte[] key, ImageCase @case, Func<int, bool> isUsed)
    {
        using var reader = new BinaryReader(new MemoryStream(ReadTable(stream, key)), Encoding.UTF8);
        var read = Read(reader, @case);
        var results = Read(reader, () => Strings(reader) is [var digest, var colour, var mask] ? new SliceResult(null, null, digest, Strings(reader), reader.ReadInt32(), reader.ReadInt32()) { ObjectColour = colour, MaskContents = mask } : throw new InvalidDataException());
        var pictures = Read(reader, () => (
            Pixels: new StoredPixels(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), [], [], reader.ReadInt32(), reader.ReadInt32() == 1),
            Hash: reader.ReadBytes(SHA256.HashSizeInBytes)));
        var slices = Read(reader, () => (Slice: ReadSlice(reader, read), Picture: reader.ReadInt32()));
        var used = slices.Where(slice => isUsed(slice.Slice.MaskPixels)).Select(slice => slice.Picture).ToHashSet();
        var pixels = pictures.Select((picture, i) => Pixels(stream, picture.Pixels, picture.Hash, used.Contains(i))).ToArray();
        return new PreparedCase(read, results, [.. slices.Select(slice => slice.Slice with { Pixels = pixels[slice.Picture] })]);
    }

    private static StoredPixels? Pixels(Stream stream, StoredPixels empty, byte[] hash, bool isUsed)
    {
        var (image, labels) = StoredPixels.Sizes(empty.Height, empty.Width, empty.Channels, empty.Bits, empty.LabelBytes);
        if (!isUsed)
        {
            stream.Seek(image + labels, SeekOrigin.Current);
            return null;
        }

        var read = empty with { Image = new byte[image], Labels = new byte[labels] };
        stream.ReadExactly(read.Image);
        stream.ReadExactly(read.Labels);
        return Hash(read.Image, read.Labels).SequenceEqual(hash) ? read : throw new InvalidDataException();
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

    private static byte[] Hash(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(first);
        hash.AppendData(second);
        return hash.GetHashAndReset();
    }

    private static void Write(BinaryWriter writer, ImageCase @case)
    {
        double[] volume = @case.Spacing is { } spacing ? [spacing.Slice, spacing.Row, spacing.Column, @case.TumourVolume!.Value] : [];
        Write(writer, volume, writer.Write);
        Write(writer, @case.MaskFractions, writer.Write);
        writer.Write(@case.IsColour);
        writer.Write(@case.MaskValues is not null);
        Write(writer, @case.MaskValues ?? [], writer.Write);
        Strings(writer, [@case.MaskContents, .. @case.Contents]);
        Strings(writer, [.. @case.Notes.SelectMany(note => new[] { note.Kind, note.Text })]);
    }

    private static ImageCase Read(BinaryReader reader, ImageCase @case)
    {
        var (volume, fractions, isColour) = (Read(reader, reader.ReadDouble), Read(reader, reader.ReadDouble), reader.ReadBoolean());
        var (haveValues, values, contents) = (reader.ReadBoolean(), Read(reader, reader.ReadInt32), Strings(reader));
        return @case with
        {
            Spacing = volume.Length > 0 ? new VoxelSpacing(volume[0], volume[1], volume[2]) : null,
            TumourVolume = volume.Length > 0 ? volume[3] : null,
            MaskFractions = fractions,
            IsColour = isColour,
            MaskValues = haveValues ? values : null,
            Contents = contents[1..],
            MaskContents = contents[0],
            Notes = [.. Strings(reader).Chunk(2).Select(note => new CaseNote(note[0], note[1]))],
        };
    }

    private static void Write(BinaryWriter writer, PreparedSlice slice)
    {
        var (height, width, square, size) = slice.Geometry;
        writer.Write(slice.Name);
        Array.ForEach(
            [height, width, square.Top, square.Left, square.Side, size, slice.Channels, slice.Bits, slice.MaskPixels, slice.Background, slice.Stored.Low, slice.Stored.High],
            writer.Write);
        writer.Write(slice.Normalised.Low);
        writer.Write(slice.Normalised.High);
        Write(writer, slice.Normalisations, line =>
        {
            writer.Write(line.Scale);
            writer.Write(line.Offset);
        });
        Write(writer, slice.TumourOutside, writer.Write);
        int[] patch = slice.Patch is { } place ? [place.Top, place.Left, place.Side] : [];
        Write(writer, patch, writer.Write);
        Strings(writer, slice.Decoded);
    }

    private static PreparedSlice ReadSlice(BinaryReader reader, ImageCase @case)
    {
        var name = reader.ReadString();
        var (height, width) = (reader.ReadInt32(), reader.ReadInt32());
        var square = new CropSquare(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        var geometry = new SliceGeometry(height, width, square, reader.ReadInt32());
        var (channels, bits, maskPixels, background) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        var stored = (reader.ReadInt32(), reader.ReadInt32());
        var normalised = (reader.ReadSingle(), reader.ReadSingle());
        var lines = Read(reader, () => new Normalisation(reader.ReadSingle(), reader.ReadSingle()));
        var outside = Read(reader, reader.ReadInt32);
        CropSquare? patch = Read(reader, reader.ReadInt32) is [var top, var left, var side] ? new CropSquare(top, left, side) : null;
        return new PreparedSlice(@case, name, geometry, channels, bits, lines, maskPixels, outside, background, stored, normalised, patch, null) { Decoded = Strings(reader) };
    }

    private static void Strings(BinaryWriter writer, IReadOnlyList<string> texts) => Write(writer, texts, writer.Write);

    private static string[] Strings(BinaryReader reader) => Read(reader, reader.ReadString);

    private static void Write<T>(BinaryWriter writer, IReadOnlyCollection<T> items, Action<T> write)
    {
        writer.Write(items.Count);
        foreach (var item in items)
        {
            write(item);
        }
    }

    private static T[] Read<T>(BinaryReader reader, Func<T> read)
    {
        var items = new T[reader.ReadInt32()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = read();
        }

        return items;
    }
}
