using System.Buffers.Binary;

namespace AsynDGAN.Core.Imaging;

/// <summary>JPEG of 8 bits, grey or colour, read.</summary>
internal static class JpegFile
{
    private const byte StartOfFrame = 0xC0;
    private const byte HuffmanTables = 0xC4;
    private const byte ArithmeticExtension = 0xC8;
    private const byte ArithmeticTables = 0xCC;
    private const byte LastFrame = 0xCF;
    private const byte EndOfImage = 0xD9;
    private const byte Exif = 0xE1;

    public static PixelArray Decode(byte[] bytes, string path)
    {
        var (channels, frame, orientation, colours) = (0, 0, (int?)null, new JpegColours());
        var position = 2;
        while (NextMarker(bytes, ref position, path) is var marker and not EndOfImage)
        {
            if (IsAlone(marker))
            {
                continue;
            }

            if (position + 2 > bytes.Length)
            {
                throw Truncated(path);
            }

            var segment = bytes.AsSpan(position);
            var length = BinaryPrimitives.ReadUInt16BigEndian(segment);
            var block = segment[2..Math.Max(2, Math.Min(segment.Length, length))];
            colours.Read(marker, block);
            if (marker is >= StartOfFrame and <= LastFrame and not (HuffmanTables or ArithmeticExtension or ArithmeticTables))
            {
                (channels, frame) = (CheckFrame(marker, segment, bytes.Length, path), position - 2);
                colours.ReadNames(block);
            }

            if (marker == Exif)
            {
                orientation ??= OrientationOf(block);
            }

            position += length;
        }

        if (channels == 0)
        {
            throw new UserException($"{path} is damaged: the JPEG has no frame");
        }

        return JpegScan.FaultOf(bytes) switch
        {
            JpegFault.Cut => throw new UserException($"{path} is truncated: the JPEG's packed data end before its last block", "Copy the file again."),
            JpegFault.Damaged => throw new UserException($"{path} is damaged: the JPEG's packed data hold codes that mean nothing", "Copy the file again."),
            JpegFault.BadSegment => throw new UserException($"{path} is damaged: a segment of the JPEG does not hold what it has to", "Copy the file again."),
            JpegFault.TableMissing => throw new UserException($"{path} is damaged: a quantisation or Huffman table of the JPEG is missing", "Copy the file again, or convert it to PNG."),
            JpegFault.RestartsInScans => throw new UserException($"{path} is a JPEG with restart marks in several scans, which are not read rightly", "Convert it to PNG, or write it without restart marks."),
            JpegFault.ScansOfSome => throw Misread(path, "with a scan of several of its channels, but not all"),
            JpegFault.BrokenSampling => throw Misread(path, "whose channels are sampled at ratios such as 3 to 2"),
            JpegFault.SharedNames => throw Misread(path, "of which several channels have the same name"),
            JpegFault.TablesChanged => throw Misread(path, "whose quantisation tables change behind scans that use them"),
            _ => Orientation.Turn(ManagedPictures.Decode(channels == 3 ? colours.Told(bytes, frame) : bytes, path, channels, 8), orientation ?? Orientation.Upright),
        };
    }

    /// <summary>
    /// Skips to the next marker, over packed data too (there 255 is followed by 0): a file that ends before the end mark
    /// is found out here, while the decoder leaves its missing rows blank without a word.
    /// </summary>
    private static byte NextMarker(byte[] bytes, ref int position, string path)
    {
        while (position + 1 < bytes.Length)
        {
            var found = bytes[position] == 0xFF && bytes[position + 1] is not (0 or 0xFF);
            position += found ? 2 : 1;
            if (found)
            {
                return bytes[position - 1];
            }
        }

        throw Truncated(path);
    }

    /// <summary>Null where the block, as that of XMP, is not EXIF's.</summary>
    private static int? OrientationOf(ReadOnlySpan<byte> block) => block.StartsWith("Exif\0\0"u8) ? Orientation.OfExif(block) : null;

    // Restart marks, the start mark and TEM carry no length.
    private static bool IsAlone(byte marker) => marker is 0x01 or (>= 0xD0 and <= 0xD8);

    private static int CheckFrame(byte marker, ReadOnlySpan<byte> segment, int fileBytes, string path)
    {
        if (segment.Length < 8)
        {
            throw Truncated(path);
        }

        var (depth, channels) = (segment[2], segment[7]);
        if (marker > 0xC2 || depth != 8 || channels is not (1 or 3))
        {
            throw new UserException(
                $"{path} is a JPEG of {channels} channels, {depth} bits and frame type {marker - StartOfFrame}, which is not read",
                "Grey and colour of 8 bits, baseline or progressive, are read; convert it to PNG.");
        }

        ImageLimits.Check(path, BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), BinaryPrimitives.ReadUInt16BigEndian(segment[5..]), depth * channels, fileBytes);
        return channels;
    }

    private static UserException Misread(string path, string what) => new($"{path} is a JPEG {what}, which is not read rightly", "Save it anew as PNG.");

    private static UserException Truncated(string path) => new($"{path} is truncated: the JPEG ends before its end mark", "Copy the file again.");
}
