using System.Buffers.Binary;

namespace AsynDGAN.Core.Imaging;

/// <summary>
/// Follows the Huffman codes of a JPEG's scans (ITU T.81, annex F, and G for progressive ones): the decoder leaves blocks that are
/// missing grey, and shows what it makes of codes that there are not, without a word.
/// </summary>
internal sealed class JpegScan
{
    private const int Coefficients = 64;

    // So many zeros and no coefficient after them.
    private const int LongestZeros = 15;

    // The largest difference between two blocks' means has so many bits, of values of 8.
    private const int MostDcBits = 11;

    // Too few bits for another code, and a code that the table has not.
    private const int Ended = -1, Unknown = -2;

    private readonly byte[] bytes;
    private readonly Dictionary<int, (int Horizontal, int Vertical)> components = [];
    private readonly Dictionary<(int Component, int Coefficient), int> lackingBits = [];

    // Of a component of a progressive file, for each block, which coefficients (a bit each) are not 0 so far.
    private readonly Dictionary<int, ulong[]> known = [];
    private readonly Dictionary<int, (int[] Largest, int[] First, byte[] Values)> tables = [];
    private readonly HashSet<int> scanned = [];
    private bool isProgressive;

    // Whether a scan adds bits to coefficients that no scan before it brought so far.
    private bool lacksScan;
    private int height, width, interval, position, held, bits;

    // Blocks left of those whose band has ended.
    private int run;

    private JpegScan(byte[] bytes) => this.bytes = bytes;

    /// <summary>What is wrong with the packed data; null where nothing is, and where the file is of another kind or odd in other ways.</summary>
    public static JpegFault? FaultOf(byte[] bytes)
    {
        try
        {
            return new JpegScan(bytes).Follow();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Whatever else is wrong is the decoder's to refuse.
            return null;
        }
    }

    private JpegFault? Follow()
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
                case 0xDA:
                    var end = Scan(segment);
                    if (end < 0)
                    {
                        return end == Ended ? JpegFault.Cut : JpegFault.Damaged;
                    }

                    for (var i = 0; i < segment[0]; i++)
                    {
                        scanned.Add(segment[1 + 2 * i]);
                    }

                    if (isProgressive)
                    {
                        ReadBits(segment);
                    }

                    break;
            }
        }

        return components.Keys.Any(component => !scanned.Contains(component))
            || (isProgressive && (lacksScan || lackingBits.Values.Any(bits => bits > 0) || components.Keys.Any(component => !lackingBits.ContainsKey((component, 0)))))
            ? JpegFault.Cut
            : null;
    }

    /// <summary>Which coefficients a progressive scan brings, and how many of their lowest bits are left to later ones.</summary>
    private void ReadBits(ReadOnlySpan<byte> segment)
    {
        var band = segment[(1 + 2 * segment[0])..];
        for (var i = 0; i < segment[0]; i++)
        {
            for (var coefficient = (int)band[0]; coefficient <= band[1]; coefficient++)
            {
                var (key, before) = ((segment[1 + 2 * i], coefficient), band[2] >> 4);
                lacksScan |= before > 0 && (!lackingBits.TryGetValue(key, out var left) || left != before);
                lackingBits[key] = band[2] & 15;
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

    /// <summary>Follows one scan: 0, or <see cref="Ended"/> where its data are too few, or <see cref="Unknown"/>.</summary>
    private int Scan(ReadOnlySpan<byte> segment)
    {
        var (most, lines) = (components.Values.Max(component => component.Horizontal), components.Values.Max(component => component.Vertical));
        var parts = new List<(int Component, int Blocks, int Dc, int Ac)>();
        for (var i = 0; i < segment[0]; i++)
        {
            var (horizontal, vertical) = components[segment[1 + 2 * i]];
            parts.Add((segment[1 + 2 * i], segment[0] == 1 ? 1 : horizontal * vertical, segment[2 + 2 * i] >> 4, 16 + (segment[2 + 2 * i] & 15)));
        }

        var (first, last, isRefined) = (segment[1 + 2 * segment[0]], segment[2 + 2 * segment[0]], segment[3 + 2 * segment[0]] >> 4 != 0);

        // One component alone has no blocks beyond its own picture.
        var (across, down) = segment[0] == 1 && components[segment[1]] is var (own, ownLines)
            ? (Units(Units(width * own, most), 8), Units(Units(height * ownLines, lines), 8))
            : (Units(width, 8 * most), Units(height, 8 * lines));
        (held, run) = (0, 0);
        for (var unit = 0; unit < across * down; unit++)
        {
            if (interval > 0 && unit > 0 && unit % interval == 0 && !Restart())
            {
                return Ended;
            }

            foreach (var (component, blocks, dc, ac) in parts)
            {
                for (var block = 0; block < blocks; block++)
                {
                    var end = !isProgressive ? Block(tables[dc], tables[ac])
                        : first == 0 ? (isRefined ? Bit() : Dc(tables[dc]))
                        : isRefined ? Refined(tables[ac], first, last, ref Known(component, across * down)[unit])
                        : Band(tables[ac], first, last, ref Known(component, across * down)[unit]);
                    if (end < 0)
                    {
                        return end;
                    }
                }
            }
        }

        return 0;
    }

    private ulong[] Known(int component, int blocks) => known.TryGetValue(component, out var own) ? own : known[component] = new ulong[blocks];

    private static int Units(int length, int size) => (length + size - 1) / size;

    private bool Restart()
    {
        (held, run) = (0, 0);
        var found = bytes[position] == 0xFF && bytes[position + 1] is >= 0xD0 and <= 0xD7;
        position += found ? 2 : 0;
        return found;
    }

    private int Block((int[] Largest, int[] First, byte[] Values) dc, (int[] Largest, int[] First, byte[] Values) ac)
    {
        var end = Dc(dc);
        for (var at = 1; at < Coefficients && end >= 0; at++)
        {
            var code = Code(ac);
            var (zeros, size) = (code >> 4, code & 15);
            if (code < 0 || !Skip(size))
            {
                return Math.Min(code, Ended);
            }

            if (size == 0 && zeros != LongestZeros)
            {
                break;
            }

            at += zeros;
            end = size > 0 && at >= Coefficients ? Unknown : end;
        }

        return end;
    }

    /// <summary>A block's mean, as the difference from the one before.</summary>
    private int Dc((int[] Largest, int[] First, byte[] Values) table)
    {
        var size = Code(table);
        return size < 0 ? size : size > MostDcBits ? Unknown : Skip(size) ? 0 : Ended;
    }

    /// <summary>A block's coefficients of a band, where a scan brings them first.</summary>
    private int Band((int[] Largest, int[] First, byte[] Values) table, int first, int last, ref ulong block)
    {
        if (run > 0)
        {
            run--;
            return 0;
        }

        for (var at = first; at <= last; at++)
        {
            var code = Code(table);
            var (zeros, size) = (code >> 4, code & 15);
            if (code < 0)
            {
                return code;
            }

            if (size == 0 && zeros < LongestZeros)
            {
                return EndBand(zeros);
            }

            at += zeros;
            if (size > 0 && at > last)
            {
                return Unknown;
            }

            block |= size > 0 ? 1UL << at : 0;
            if (!Skip(size))
            {
                return Ended;
            }
        }

        return 0;
    }

    /// <summary>A further bit of a block's coefficients of a band: of those that are not 0 a bit each, amid codes of those that become so.</summary>
    private int Refined((int[] Largest, int[] First, byte[] Values) table, int first, int last, ref ulong block)
    {
        var at = first;
        for (; run == 0 && at <= last; at++)
        {
            var code = Code(table);
            var (zeros, size) = (code >> 4, code & 15);
            if (code < 0 || size > 1)
            {
                return code < 0 ? code : Unknown;
            }

            if (size == 0 && zeros < LongestZeros)
            {
                if (EndBand(zeros) < 0)
                {
                    return Ended;
                }

                // This block is one of them.
                run++;
                break;
            }

            if (!Skip(size))
            {
                return Ended;
            }

            for (; at <= last && ((block >> at & 1) != 0 || zeros-- > 0); at++)
            {
                if ((block >> at & 1) != 0 && Bit() < 0)
                {
                    return Ended;
                }
            }

            if (size > 0 && at > last)
            {
                return Unknown;
            }

            block |= size > 0 ? 1UL << at : 0;
        }

        if (run > 0)
        {
            run--;
            for (; at <= last; at++)
            {
                if ((block >> at & 1) != 0 && Bit() < 0)
                {
                    return Ended;
                }
            }
        }

        return 0;
    }

    /// <summary>The band ends here, and so do those of the next blocks, of which 2^bits - 1 and the number in so many bits are left.</summary>
    private int EndBand(int count)
    {
        run = (1 << count) - 1;
        for (var place = count - 1; place >= 0; place--)
        {
            var bit = Bit();
            if (bit < 0)
            {
                return Ended;
            }

            run += bit << place;
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
