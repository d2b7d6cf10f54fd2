using System.Runtime.InteropServices;
using System.Text;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data;

/// <summary>The file of one prepared volume: its key and length, what is known of each slice, then the slices' pixels.</summary>
internal static class CachedVolume
{
    private const int KeyBytes = 32;

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
            writer.Write(volume.Slices.Count);
            foreach (var slice in volume.Slices)
            {
                Write(writer, slice);
            }
        }

        stream.Write(key);
        stream.Write(BitConverter.GetBytes((long)(KeyBytes + sizeof(long) + table.Length + volume.Slices.Sum(PixelBytes))));
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
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        if (!reader.ReadBytes(KeyBytes).SequenceEqual(key) || reader.ReadInt64() != stream.Length)
        {
            throw new InvalidDataException();
        }

        var spacing = new VoxelSpacing(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        var read = @case with { Spacing = spacing, TumourVolume = reader.ReadDouble() };
        var slices = new PreparedSlice[reader.ReadInt32()];
        for (var i = 0; i < slices.Length; i++)
        {
            slices[i] = Read(reader, read);
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
        }

        return new PreparedVolume(read, slices);
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
