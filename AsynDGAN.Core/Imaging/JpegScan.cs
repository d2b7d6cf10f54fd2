using System.Buffers.Binary;

namespace AsynDGAN.Core.Imaging;

/// <summary>
/// Counts the blocks that the scans of a baseline JPEG hold, by following their Huffman codes (ITU T.81, annex F): the decoder
/// leaves blocks that are missing grey without a word. Of a progressive file the scans are looked at, not their blocks: one that is
/// cut lacks those which bring the last bits (annex G).
/// </summary>
internal sealed class JpegScan
{
    private const int Coefficients = 64;

    // Too few bits for another code, and a code that the table has not.
    private const int Ended = -1, Unknown = -2;

    private readonly byte[] bytes;
    private readonly Dictionary<int, (int Horizontal, int Vertical)> components = [];
    private readonly Dictionary<(int Component, int Coefficient), int> lackingBits = [];
    private readonly Dictionary<int, (int[] Largest, int[] First, byte[] Values)> tables = [];
    private bool isProgressive;
    private int height, width, interval, position, held, bits;

    private JpegScan(byte[] bytes) => this.bytes = bytes;

    /// <summary>Whether a scan ends before the last of its blocks; false also where the file is of another kind, or odd in other ways.</summary>
    public static bool IsCut(byte[] bytes)
    {
        try
        {
            return new JpegScan(bytes).FindsCut();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Whatever else is wrong is the decoder's to refuse.
            return false;
        }
    }

    private bool FindsCut()
    {
        for (position = 2; position + 4 <= bytes.Length;)
        {
            if (bytes[position] != 0xFF || bytes[position + 1] is 0 or 0xFF or (>= 0xD0 and <= 0xD7))
            {
                position++;
                continue;
            }

            var marker = bytes[position + 1];
            if (marker == 0xD9)
            {
                break;
            }

            var segment = bytes.AsSpan(position + 4, BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(position + 2)) - 2);
            position += 4 + segment.Length;
            switch (marker)
            {
                case >= 0xC0 and <= 0xC2:
                    ReadFrame(segment);
                    isProgressive = marker == 0xC2;
                    break;
                case 0xC4:
                    ReadTables(segment);
                    break;
                case 0xDD:
                    interval = BinaryPrimitives.ReadUInt16BigEndian(segment);
                    break;
                case 0xDA when isProgressive:
                    ReadBits(segment);
                    break;
                case 0xDA when Scan(segment) == Ended:
                    return true;
            }
        }

        return isProgressive
            && (lackingBits.Values.Any(bits => bits > 0) || components.Keys.Any(component => !lackingBits.ContainsKey((component, 0))));
    }

    /// <summary>Which coefficients a progressive scan brings, and how many of their lowest bits are left to later ones.</summary>
    private void ReadBits(ReadOnlySpan<byte> segment)
    {
        var band = segment[(1 + 2 * segment[0])..];
        for (var i = 0; i < segment[0]; i++)
        {
            for (var coefficient = (int)band[0]; coefficient <= band[1]; coefficient++)
            {
                lackingBits[(segment[1 + 2 * i], coefficient)] = band[2] & 15;
            }
        }
    }

    private void ReadFrame(ReadOnlySpan<byte> segment)
    {
        (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]));
        for (var i = 0; i < segment[5]; i++)
        {
            components[segment[6 + 3 * i]] = (segment[7 + 3 * i] >> 4, segment[7 + 3 * i] & 15);
        }
    }

    private void ReadTables(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 17)
        {
            var (largest, first, code, place) = (new int[17], new int[17], 0, 0);
            for (var length = 1; length <= 16; length++, code <<= 1)
            {
                first[length] = place - code;
                code += segment[length];
                place += segment[length];
                largest[length] = segment[length] == 0 ? -1 : code - 1;
            }

            tables[segment[0]] = (largest, first, segment.Slice(17, place).ToArray());
            segment = segment[(17 + place)..];
        }
    }

    /// <summary>Follows one scan; <see cref="Ended"/> where its data are too few.</summary>
    private int Scan(ReadOnlySpan<byte> segment)
    {
        var (most, lines) = (components.Values.Max(component => component.Horizontal), components.Values.Max(component => component.Vertical));
        var parts = new List<(int Blocks, int Dc, int Ac)>();
        for (var i = 0; i < segment[0]; i++)
        {
            var (horizontal, vertical) = components[segment[1 + 2 * i]];
            parts.Add((segment[0] == 1 ? 1 : horizontal * vertical, segment[2 + 2 * i] >> 4, 16 + (segment[2 + 2 * i] & 15)));
        }

        // One component alone has no blocks beyond its own picture.
        var (across, down) = segment[0] == 1 && components[segment[1]] is var (own, ownLines)
            ? (Units(Units(width * own, most), 8), Units(Units(height * ownLines, lines), 8))
            : (Units(width, 8 * most), Units(height, 8 * lines));
        held = 0;
        for (var unit = 0; unit < across * down; unit++)
        {
            if (interval > 0 && unit > 0 && unit % interval == 0 && !Restart())
            {
                return Ended;
            }

            foreach (var (blocks, dc, ac) in parts)
            {
                for (var block = 0; block < blocks; block++)
                {
                    if (Block(tables[dc], tables[ac]) is < 0 and var fault)
                    {
                        return fault;
                    }
                }
            }
        }

        return 0;
    }

    private static int Units(int length, int size) => (length + size - 1) / size;

    private bool Restart()
    {
        held = 0;
        var found = bytes[position] == 0xFF && bytes[position + 1] is >= 0xD0 and <= 0xD7;
        position += found ? 2 : 0;
        return found;
    }

    private int Block((int[] Largest, int[] First, byte[] Values) dc, (int[] Largest, int[] First, byte[] Values) ac)
    {
        var size = Code(dc);
        if (size < 0 || !Skip(size))
        {
            return Math.Min(size, Ended);
        }

        for (var at = 1; at < Coefficients; at++)
        {
            var code = Code(ac);
            if (code < 0 || !Skip(code & 15))
            {
                return Math.Min(code, Ended);
            }

            // The end of the block, or so many zeros before a coefficient.
            at += code == 0 ? Coefficients : code >> 4;
        }

        return 0;
    }

    private int Code((int[] Largest, int[] First, byte[] Values) table)
    {
        var code = 0;
        for (var length = 1; length <= 16; length++)
        {
            var bit = Bit();
            if (bit < 0)
            {
                return Ended;
            }

            code = (code << 1) | bit;
            if (code <= table.Largest[length])
            {
                return table.Values[table.First[length] + code];
            }
        }

        return Unknown;
    }

    private bool Skip(int count)
    {
        while (count > 0 && Bit() >= 0)
        {
            count--;
        }

        return count == 0;
    }

    /// <summary>The next bit; <see cref="Ended"/> at a marker.</summary>
    private int Bit()
    {
        if (held == 0)
        {
            if (position + 1 >= bytes.Length || (bytes[position] == 0xFF && bytes[position + 1] != 0))
            {
                return Ended;
            }

            bits = bytes[position];
            position += bits == 0xFF ? 2 : 1;
            held = 8;
        }

        held--;
        return (bits >> held) & 1;
    }
}
