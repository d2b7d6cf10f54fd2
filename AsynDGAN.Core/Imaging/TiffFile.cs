using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;

namespace AsynDGAN.Core.Imaging;

/// <summary>
/// TIFF of 8 or 16 bits, grey or colour: read in strips or tiles, where LibTiff decodes what <see cref="TiffDirectory"/> has
/// checked, and written as one deflated strip.
/// </summary>
public static class TiffFile
{
    /// <summary>Writes pixels of 1 (grey) or 3 (red, green, blue) channels with their own bit depth.</summary>
    /// <remarks>The same pixels always give the same bytes.</remarks>
    public static void Write(PixelArray pixels, Stream stream)
    {
        // LibTiff closes what it writes to.
        var encoded = new MemoryStream();
        using (var tiff = Tiff.ClientOpen("picture", "wl", encoded, new TiffStream()))
        {
            tiff.SetField(TiffTag.IMAGEWIDTH, pixels.Width);
            tiff.SetField(TiffTag.IMAGELENGTH, pixels.Height);
            tiff.SetField(TiffTag.ROWSPERSTRIP, pixels.Height);
            tiff.SetField(TiffTag.BITSPERSAMPLE, pixels.Bits);
            tiff.SetField(TiffTag.SAMPLESPERPIXEL, pixels.Channels);
            tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.CONTIG);
            tiff.SetField(TiffTag.PHOTOMETRIC, pixels.Channels == 1 ? Photometric.MINISBLACK : Photometric.RGB);
            tiff.SetField(TiffTag.COMPRESSION, Compression.ADOBE_DEFLATE);
            var strip = pixels.Bits == 16
                ? MemoryMarshal.AsBytes(pixels.Values.AsSpan()).ToArray()
                : Array.ConvertAll(pixels.Values, value => (byte)value);
            tiff.WriteEncodedStrip(0, strip, strip.Length);
        }

        stream.Write(encoded.ToArray());
    }

    internal static PixelArray Decode(byte[] bytes, string path)
    {
        var directory = new TiffDirectory(bytes, path);
        return Decode(directory, path, directory.Channels);
    }

    internal static StoredMask DecodeMask(byte[] bytes, string path)
    {
        var directory = new TiffDirectory(bytes, path);
        var pixels = Decode(directory, path, directory.Samples);
        var white = directory.Inverted ? (1 << directory.Bits) - 1 : 0;
        return StoredMask.Of(pixels, value => value ^ white, lossy: false);
    }

    /// <param name="channels">With alpha, where there is some, as a last channel, or without.</param>
    private static PixelArray Decode(TiffDirectory directory, string path, int channels)
    {
        TiffMessages.Clear();
        try
        {
            // c: strips as the file has them.
            using var tiff = Tiff.ClientOpen(path, "rc", new MemoryStream(directory.ForLibTiff, writable: false), new TiffStream());
            return tiff is null ? throw Damaged(path, "LibTiff cannot open it") : Orientation.Turn(ReadBlocks(tiff, directory, path, channels), directory.Orientation);
        }
        catch (Exception fault) when (fault is not (UserException or OutOfMemoryException))
        {
            // On hostile bytes LibTiff throws any type, index and null faults among them.
            throw Damaged(path, fault.Message);
        }
    }

    private static PixelArray ReadBlocks(Tiff tiff, TiffDirectory directory, string path, int channels)
    {
        var (height, width) = ((int)directory.Height, (int)directory.Width);
        var values = new ushort[height * width * channels];
        var samples = directory.Planar ? 1 : directory.Samples;
        var planes = directory.Planar ? channels : 1;
        var buffer = new byte[directory.BlockBytes];

        // Blocks run along the rows, plane after plane; a plane of alpha comes last and is decoded where it is wanted.
        var block = 0;
        for (var plane = 0; plane < planes; plane++)
        {
            for (var top = 0; top < height; top += directory.BlockHeight)
            {
                // The last strip ends with the picture; tiles are always whole.
                var rows = directory.Tiled ? directory.BlockHeight : Math.Min(directory.BlockHeight, height - top);
                for (var left = 0; left < width; left += directory.BlockWidth)
                {
                    var expected = buffer.Length / directory.BlockHeight * rows;
                    if (TiffPacking.Fault(directory.Compression, directory.Block(block), expected, buffer.Length) is { } fault)
                    {
                        throw new UserException($"{path} is damaged: strip or tile {block}: {fault}", "Copy the file again.");
                    }

                    var got = directory.Tiled
                        ? tiff.ReadEncodedTile(block, buffer, 0, expected)
                        : tiff.ReadEncodedStrip(block, buffer, 0, expected);

                    // LibTiff goes on after some faults of packed data: its complaint counts, not its count alone.
                    if (got != expected || TiffMessages.Last is not null)
                    {
                        throw Damaged(path, $"strip or tile {block} cannot be decoded");
                    }

                    Copy(buffer, directory, values, channels, top, left, plane, samples);
                    block++;
                }
            }
        }

        return new PixelArray(height, width, channels, directory.Bits, values);
    }

    private static void Copy(byte[] buffer, TiffDirectory directory, ushort[] values, int channels, int top, int left, int plane, int samples)
    {
        var words = directory.Bits == 16 ? MemoryMarshal.Cast<byte, ushort>(buffer) : default;
        var width = (int)directory.Width;
        var invert = directory.Inverted ? (ushort)((1 << directory.Bits) - 1) : (ushort)0;
        var rows = Math.Min(directory.BlockHeight, (int)directory.Height - top);
        var columns = Math.Min(directory.BlockWidth, width - left);
        for (var row = 0; row < rows; row++)
        {
            var from = row * directory.BlockWidth * samples;
            var to = ((top + row) * width + left) * channels + plane;
            for (var column = 0; column < columns; column++, from += samples, to += channels)
            {
                for (var sample = 0; sample < Math.Min(samples, channels); sample++)
                {
                    var value = directory.Bits == 16 ? words[from + sample] : buffer[from + sample];
                    values[to + sample] = (ushort)(plane + sample < directory.Channels ? value ^ invert : value);
                }
            }
        }
    }

    private static UserException Damaged(string path, string defect)
    {
        var detail = TiffMessages.Last is { } message ? $" ({message})" : "";
        return new UserException($"{path} is damaged: {defect}{detail}");
    }
}
