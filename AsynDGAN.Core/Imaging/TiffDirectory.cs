using System.Buffers.Binary;
using System.Text;

namespace AsynDGAN.Core.Imaging;

/// <summary>
/// The first directory of a TIFF file, read and checked before LibTiff sees the file, since LibTiff allocates what a
/// directory claims. Every value and every strip or tile lies within the file, and the sizes agree with each other; fields that
/// the picture does not depend on are passed over where their type or place has no meaning, as TIFF 6.0 wants it.
/// </summary>
internal sealed class TiffDirectory
{
    private const int EntryLength = 12;
    private const long MinimumTileBound = 1 << 22;

    // The field of a text on the picture.
    private const int Description = 270;

    // Bytes of each field type of TIFF 6.0, by its code (0 and above 13: unknown).
    private static readonly int[] typeSizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

    // The fields that are read here, and the predictor, which is LibTiff's.
    private static readonly HashSet<int> used = [256, 257, 258, 259, 262, 266, Description, 273, Imaging.Orientation.Tag, 277, 278, 279, 284, 317, 322, 323, 324, 325, 338, 339];

    // Each byte with its bits the other way round.
    private static readonly byte[] reversed = [.. Enumerable.Range(0, 256).Select(value => (byte)Enumerable.Range(0, 8).Sum(bit => (value >> bit & 1) << (7 - bit)))];

    private readonly byte[] bytes;
    private readonly string path;
    private readonly bool bigEndian;
    private readonly Dictionary<int, (ushort Type, uint Count, int Position)> entries = [];
    private long[] offsets = [];
    private long[] lengths = [];

    // LibTiff undoes it.
    private bool bitsReversed;

    /// <exception cref="UserException">The file is truncated, damaged or of a kind that is not read.</exception>
    public TiffDirectory(byte[] bytes, string path)
    {
        (this.bytes, this.path, bigEndian, ForLibTiff) = (bytes, path, bytes[0] == 'M', bytes);
        if (UInt16(2) != 42)
        {
            throw new UserException($"{path} is a BigTIFF, which is not read", "Convert it to a plain TIFF or PNG.");
        }

        ReadEntries();
        Width = Single(256);
        Height = Single(257);
        CheckKind();
        ImageLimits.Check(path, Height, Width, Samples * Bits, bytes.Length);
        CheckBlocks();
        CheckStack();
    }

    /// <summary>The file as LibTiff is to see it: fields that are passed over, which it would follow, are a byte each.</summary>
    public byte[] ForLibTiff { get; private set; }

    public long Width { get; }

    public long Height { get; }

    /// <summary>8 or 16.</summary>
    public int Bits { get; private set; }

    /// <summary>Values a pixel in the file: one more than <see cref="Channels"/> where there is alpha.</summary>
    public int Samples { get; private set; }

    /// <summary>1 (grey) or 3 (colour).</summary>
    public int Channels { get; private set; }

    /// <summary>Zero is white (grey only).</summary>
    public bool Inverted { get; private set; }

    /// <summary>Which way up the picture is stored, as of <see cref="Imaging.Orientation"/>.</summary>
    public long Orientation { get; private set; }

    /// <summary>Each sample has strips or tiles of its own.</summary>
    public bool Planar { get; private set; }

    public bool Tiled { get; private set; }

    /// <summary>Columns of a tile, or of a strip: the image's width.</summary>
    public int BlockWidth { get; private set; }

    /// <summary>Rows of a tile or strip; the last strip may have fewer.</summary>
    public int BlockHeight { get; private set; }

    /// <summary>Bytes of a whole strip or tile that is not packed.</summary>
    public int BlockBytes => checked((int)((long)BlockHeight * BlockWidth * PixelBytes));

    /// <summary>TIFF's number of the packing of strips and tiles.</summary>
    public long Compression { get; private set; }

    /// <summary>Bytes of a pixel within a strip or tile.</summary>
    private int PixelBytes => (Planar ? 1 : Samples) * (Bits / 8);

    /// <summary>A strip's or tile's packed bytes, their bits in the usual order.</summary>
    public byte[] Block(int number)
    {
        var block = bytes.AsSpan((int)offsets[number], (int)lengths[number]).ToArray();
        return bitsReversed ? Array.ConvertAll(block, value => reversed[value]) : block;
    }

    private void ReadEntries()
    {
        var start = UInt32(4);
        var count = UInt16(start);
        for (var i = 0; i < count; i++)
        {
            var entry = start + 2 + i * EntryLength;
            var (tag, type, values) = (UInt16(entry), UInt16(entry + 2), UInt32(entry + 4));
            var isKnown = type > 0 && type < typeSizes.Length;
            var size = isKnown ? values * typeSizes[type] : 0;
            var position = size <= 4 ? entry + 8 : UInt32(entry + 8);
            if (!used.Contains(tag) && (!isKnown || position + size > bytes.Length))
            {
                PassOver(entry);
                continue;
            }

            if (!isKnown)
            {
                throw Damaged($"field {tag} has the unknown type {type}");
            }

            Require(position, size);
            entries[tag] = ((ushort)type, (uint)values, (int)position);
        }

        if (UInt32(start + 2 + count * EntryLength) != 0)
        {
            throw SeveralPages();
        }
    }

    /// <summary>Makes a field one byte, for LibTiff, in a copy of the file.</summary>
    private void PassOver(long entry)
    {
        Require(entry, EntryLength);
        ForLibTiff = ReferenceEquals(ForLibTiff, bytes) ? bytes.ToArray() : ForLibTiff;
        byte[] oneByte = bigEndian ? [0, 1, 0, 0, 0, 1] : [1, 0, 1, 0, 0, 0];
        oneByte.CopyTo(ForLibTiff, entry + 2);
    }

    private void CheckKind()
    {
        Samples = (int)Math.Min(Single(277, 1), ushort.MaxValue);
        Planar = Single(284, 1) == 2;
        Orientation = Single(Imaging.Orientation.Tag, Imaging.Orientation.Upright);
        var photometric = Single(262);
        (Channels, Inverted) = (photometric == 2 ? 3 : 1, photometric == 0);
        if (photometric > 2 || Samples < Channels || Samples > Channels + 1)
        {
            throw Unsupported($"colour kind {photometric} with {Samples} samples a pixel", "grey and RGB, with or without alpha,");
        }

        // TIFF 6.0, ExtraSamples: 0 is no alpha; those who leave the field out mean alpha.
        if (Samples > Channels && Values(338, 1)[0] == 0)
        {
            throw Unsupported($"a further channel beside {(Channels == 1 ? "grey" : "colour")} which it calls no alpha", "grey and RGB, with or without alpha,");
        }

        var bits = Values(258, 1).Distinct().ToArray();
        if (bits is not ([8] or [16]))
        {
            throw Unsupported($"{string.Join(" and ", bits.Take(4))} bits a sample", "8 and 16 bits");
        }

        Bits = (int)bits[0];

        if (Values(339, 1).Any(format => format is not (1 or 4)))
        {
            throw Unsupported("signed or floating-point samples", "unsigned integers");
        }

        // None, LZW, deflate under its two numbers, PackBits.
        Compression = Single(259, 1);
        if (Compression is not (1 or 5 or 8 or 32946 or 32773))
        {
            throw Unsupported($"compression {Compression}", "uncompressed, LZW, deflate and PackBits files");
        }

        bitsReversed = Single(266, 1) == 2;
    }

    private void CheckBlocks()
    {
        Tiled = entries.ContainsKey(322);
        var (width, height) = Tiled ? (Single(322), Single(323)) : (Width, Math.Min(Single(278, Height), Height));
        if (width < 1 || height < 1 || width > int.MaxValue || height > int.MaxValue
            || width * height > Math.Max(Width * Height, MinimumTileBound))
        {
            throw Damaged($"its {(Tiled ? "tiles" : "strips")} are {width}x{height} pixels");
        }

        (BlockWidth, BlockHeight) = ((int)width, (int)height);
        (offsets, lengths) = Tiled ? (Values(324), Values(325)) : (Values(273), Values(279));
        var expected = ((Width + width - 1) / width) * ((Height + height - 1) / height) * (Planar ? Samples : 1);
        if (offsets.Length != expected || lengths.Length != expected)
        {
            throw Damaged($"{expected} strips or tiles make the picture, {offsets.Length} are listed");
        }

        for (var i = 0; i < offsets.Length; i++)
        {
            Require(offsets[i], lengths[i]);
        }

        // LibTiff guesses a length that is too small.
        if (Compression == 1 && Enumerable.Range(0, lengths.Length).FirstOrDefault(i => lengths[i] < PlainBytes(i), -1) is var cut and >= 0)
        {
            throw Damaged($"strip or tile {cut} has {lengths[cut]} of {PlainBytes(cut)} bytes");
        }
    }

    /// <summary>
    /// Refuses pictures that ImageJ put behind one another, of which its text alone tells. Where they are not there it is the text of a
    /// stack from which a page was taken.
    /// </summary>
    private void CheckStack()
    {
        var most = (bytes.Length - offsets[0]) / (Width * Height * Samples * (Bits / 8));
        if (Compression == 1 && ImagesOfImageJ() is > 1 and var images && images <= most)
        {
            throw SeveralPages();
        }
    }

    /// <summary>How many pictures ImageJ tells of; 1 where it tells nothing.</summary>
    private long ImagesOfImageJ()
    {
        const string Maker = "ImageJ=", Images = "images=";
        var text = entries.TryGetValue(Description, out var entry) ? Encoding.Latin1.GetString(bytes, entry.Position, (int)(entry.Count * typeSizes[entry.Type])) : "";
        var line = text.StartsWith(Maker, StringComparison.Ordinal) ? text.Split('\n').FirstOrDefault(own => own.StartsWith(Images, StringComparison.Ordinal)) : null;
        return long.TryParse(line?[Images.Length..].TrimEnd('\0'), out var images) ? images : 1;
    }

    /// <summary>Bytes of a strip or tile that is not packed; the last strip of a plane ends with the picture.</summary>
    private long PlainBytes(int number)
    {
        var strips = (Height + BlockHeight - 1) / BlockHeight;
        var rows = Tiled ? BlockHeight : Math.Min(BlockHeight, Height - number % strips * BlockHeight);
        return rows * BlockWidth * PixelBytes;
    }

    private long Single(int tag, long? missing = null) => Values(tag, missing)[0];

    private long[] Values(int tag, long? missing = null)
    {
        if (!entries.TryGetValue(tag, out var entry))
        {
            return missing is { } value ? [value] : throw Damaged($"field {tag} is missing");
        }

        if (entry.Count == 0 || entry.Type is not (1 or 3 or 4))
        {
            throw Damaged($"field {tag} has {entry.Count} values of type {entry.Type}");
        }

        var values = new long[entry.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = entry.Type switch
            {
                1 => bytes[entry.Position + i],
                3 => UInt16(entry.Position + 2 * i),
                _ => UInt32(entry.Position + 4 * i),
            };
        }

        return values;
    }

    private int UInt16(long position)
    {
        Require(position, 2);
        var at = bytes.AsSpan((int)position);
        return bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at);
    }

    private long UInt32(long position)
    {
        Require(position, 4);
        var at = bytes.AsSpan((int)position);
        return bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);
    }

    private void Require(long position, long count)
    {
        if (position + count > bytes.Length)
        {
            throw new UserException(
                $"{path} is truncated: it has {bytes.Length} bytes, and {position + count} are referred to", "Copy the file again.");
        }
    }

    private UserException SeveralPages() => new($"{path} holds several pages", "One picture a file is read: save each page as a file of its own.");

    private UserException Damaged(string defect) => new($"{path} is damaged: {defect}");

    private UserException Unsupported(string found, string read) => new($"{path} has {found}", $"Of TIFF, {read} are read; convert it.");
}
