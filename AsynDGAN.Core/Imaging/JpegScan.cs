using System.Buffers.Binary;

namespace AsynDGAN.Core.Imaging;

/// <summary>
/// Follows the Huffman codes of a JPEG's scans (ITU T.81, annex F, and G for progressive ones): the decoder leaves blocks that are
/// missing grey, and shows what it makes of codes that there are not, without a word. Segments are followed as the decoder does: what it
/// passes over is not there.
/// </summary>
internal sealed class JpegScan
{
    private const int Coefficients = 64;

    // So many zeros and no coefficient after them.
    private const int LongestZeros = 15;

    // The largest difference between two blocks' means has so many bits, of values of 8.
    private const int MostDcBits = 11;

    // In so many bytes of a segment the decoder looks for no further Huffman table.
    private const int DecoderLeaves = 2;

    private const int Ended = JpegBits.Ended, Unknown = JpegBits.Unknown, Miscounted = -3;

    private readonly byte[] bytes;
    private readonly JpegBits bits;
    private readonly Dictionary<int, (int Horizontal, int Vertical, int Quantiser)> components = [];
    private readonly JpegCoefficients brought = new();
    private readonly JpegQuantisers quantisers = new();

    // Of a component of a progressive file, for each block, which coefficients (a bit each) are not 0 so far.
    private readonly Dictionary<int, ulong[]> known = [];
    private readonly Dictionary<int, JpegCodes> tables = [];
    private bool isProgressive;

    // Data went on behind a scan's last block: it is not known where behind them the decoder looks for the next marker.
    private bool isLost;

    private int height, width, interval;

    // Units until the decoder looks for a restart mark: it counts on from one scan to the next.
    private int left;

    // Blocks left of those whose band has ended.
    private int run;

    private JpegScan(byte[] bytes) => (this.bytes, bits) = (bytes, new JpegBits(bytes));

    /// <summary>What is wrong with the packed data, or not read rightly of them; null where nothing is.</summary>
    public static JpegFault? FaultOf(byte[] bytes)
    {
        try
        {
            return new JpegScan(bytes).Follow();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // The decoder refuses some of these, and makes something of others.
            return JpegFault.BadSegment;
        }
    }

    private JpegFault? Follow()
    {
        for (bits.Position = 2; bits.Position + 4 <= bytes.Length;)
        {
            var at = bits.Position;
            if (bytes[at] != 0xFF || bytes[at + 1] is 0 or (>= 0xD0 and <= 0xD7) || (bytes[at + 1] == 0xFF && at > 2))
            {
                // But for bytes that fill up, which it does not expect before the first marker, the decoder looks at two at a time, and may pass over the next marker so.
                bits.Position += isLost || bytes.AsSpan(at, 2) is [0xFF, 0xFF] ? 1 : 2;
                continue;
            }

            var marker = bytes[at + 1];
            if (marker == 0xD9)
            {
                break;
            }

            var segment = bytes.AsSpan(at + 4, BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 2)) - 2);
            bits.Position += 4 + segment.Length;
            switch (marker)
            {
                case >= 0xC0 and <= 0xC2:
                    isProgressive = marker == 0xC2;
                    if (ReadFrame(segment) is { } odd)
                    {
                        return odd;
                    }

                    break;
                case 0xC4:
                    ReadTables(segment);
                    break;
                case 0xDB:
                    quantisers.Read(segment);
                    break;
                case 0xDD:
                    left = interval = BinaryPrimitives.ReadUInt16BigEndian(segment);
                    break;
                case 0xDA:
                    if (FaultOfHeader(segment) is { } unread)
                    {
                        return unread;
                    }

                    var end = Scan(segment);
                    if (end < 0)
                    {
                        return end switch { Ended => JpegFault.Cut, Miscounted => JpegFault.RestartsInScans, _ => JpegFault.Damaged };
                    }

                    brought.Add(segment, isProgressive);
                    isLost |= bytes.AsSpan(bits.Position) is [not 0xFF, ..] or [0xFF, 0, ..];
                    break;
                case not ((>= 0xE0 and <= 0xEF) or 0xFE):
                    // The decoder knows no such segment, and takes its data for markers.
                    bits.Position = at + 4;
                    break;
            }
        }

        return brought.Lacks(components.Keys) ? JpegFault.Cut : quantisers.HaveChanged ? JpegFault.TablesChanged : null;
    }

    private JpegFault? ReadFrame(ReadOnlySpan<byte> segment)
    {
        (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]));
        for (var i = 0; i < segment[5]; i++)
        {
            components[segment[6 + 3 * i]] = (segment[7 + 3 * i] >> 4, segment[7 + 3 * i] & 15, segment[8 + 3 * i]);
        }

        // Factors of 0 are the decoder's to refuse.
        var (most, lines) = Most;
        return components.Count < segment[5] ? JpegFault.SharedNames
            : components.Values.Any(own => most % Math.Max(own.Horizontal, 1) != 0 || lines % Math.Max(own.Vertical, 1) != 0) ? JpegFault.BrokenSampling
            : null;
    }

    private void ReadTables(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > DecoderLeaves)
        {
            var codes = JpegCodes.Of(segment);
            tables[segment[0]] = codes;
            segment = segment[(17 + codes.Values.Length)..];
        }

        // What is left it takes for markers.
        bits.Position -= segment.Length;
    }

    /// <summary>What tells, before its codes are followed, that a scan cannot be read, or is not read rightly.</summary>
    private JpegFault? FaultOfHeader(ReadOnlySpan<byte> segment)
    {
        var (first, isRefined, isOfSome) = (segment[1 + 2 * segment[0]], segment[3 + 2 * segment[0]] >> 4 != 0, segment[0] < components.Count);
        for (var i = 0; i < segment[0]; i++)
        {
            var (component, dc, ac) = (segment[1 + 2 * i], segment[2 + 2 * i] >> 4, 16 + (segment[2 + 2 * i] & 15));
            if (!quantisers.Use(component, components[component].Quantiser, isProgressive || isOfSome)
                || ((!isProgressive || (first == 0 && !isRefined)) && !tables.ContainsKey(dc))
                || ((!isProgressive || first > 0) && !tables.ContainsKey(ac)))
            {
                return JpegFault.TableMissing;
            }
        }

        return isLost ? JpegFault.Damaged : !isProgressive && isOfSome && segment[0] > 1 ? JpegFault.ScansOfSome : null;
    }

    /// <summary>The largest factors of a component.</summary>
    private (int Horizontal, int Vertical) Most => (components.Values.Max(component => component.Horizontal), components.Values.Max(component => component.Vertical));

    /// <summary>Follows one scan: 0, or <see cref="Ended"/> where its data are too few, or <see cref="Unknown"/>, or <see cref="Miscounted"/>.</summary>
    private int Scan(ReadOnlySpan<byte> segment)
    {
        var (most, lines) = Most;
        var parts = new List<(int Component, int Blocks, int Dc, int Ac)>();
        for (var i = 0; i < segment[0]; i++)
        {
            var (horizontal, vertical, _) = components[segment[1 + 2 * i]];
            parts.Add((segment[1 + 2 * i], segment[0] == 1 ? 1 : horizontal * vertical, segment[2 + 2 * i] >> 4, 16 + (segment[2 + 2 * i] & 15)));
        }

        var (first, last, isRefined) = (segment[1 + 2 * segment[0]], segment[2 + 2 * segment[0]], segment[3 + 2 * segment[0]] >> 4 != 0);

        // One component alone has no blocks beyond its own picture.
        var (across, down) = segment[0] == 1 && components[segment[1]] is var (own, ownLines, _)
            ? (Units(Units(width * own, most), 8), Units(Units(height * ownLines, lines), 8))
            : (Units(width, 8 * most), Units(height, 8 * lines));
        if (left < interval && across * down > left)
        {
            return Miscounted;
        }

        left = interval > 0 ? interval - (interval - left + across * down) % interval : 0;
        bits.Begin();
        run = 0;
        for (var unit = 0; unit < across * down; unit++)
        {
            if (interval > 0 && unit > 0 && unit % interval == 0)
            {
                run = 0;
                if (bits.Restart(unit / interval - 1) is var mark and < 0)
                {
                    return mark;
                }
            }

            foreach (var (component, blocks, dc, ac) in parts)
            {
                for (var block = 0; block < blocks; block++)
                {
                    var end = !isProgressive ? Block(tables[dc], tables[ac])
                        : first == 0 ? (isRefined ? bits.Bit() : Dc(tables[dc]))
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

    private int Block(JpegCodes dc, JpegCodes ac)
    {
        var end = Dc(dc);
        for (var at = 1; at < Coefficients && end >= 0; at++)
        {
            var code = bits.Code(ac);
            var (zeros, size) = (code >> 4, code & 15);
            if (code < 0 || !bits.Skip(size))
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
    private int Dc(JpegCodes table)
    {
        var size = bits.Code(table);
        return size < 0 ? size : size > MostDcBits ? Unknown : bits.Skip(size) ? 0 : Ended;
    }

    /// <summary>A block's coefficients of a band, where a scan brings them first.</summary>
    private int Band(JpegCodes table, int first, int last, ref ulong block)
    {
        if (run > 0)
        {
            run--;
            return 0;
        }

        for (var at = first; at <= last; at++)
        {
            var code = bits.Code(table);
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
            if (!bits.Skip(size))
            {
                return Ended;
            }
        }

        return 0;
    }

    /// <summary>A further bit of a block's coefficients of a band: of those that are not 0 a bit each, amid codes of those that become so.</summary>
    private int Refined(JpegCodes table, int first, int last, ref ulong block)
    {
        var at = first;
        for (; run == 0 && at <= last; at++)
        {
            var code = bits.Code(table);
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

            if (!bits.Skip(size))
            {
                return Ended;
            }

            for (; at <= last && ((block >> at & 1) != 0 || zeros-- > 0); at++)
            {
                if ((block >> at & 1) != 0 && bits.Bit() < 0)
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
                if ((block >> at & 1) != 0 && bits.Bit() < 0)
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
            var bit = bits.Bit();
            if (bit < 0)
            {
                return Ended;
            }

            run += bit << place;
        }

        return 0;
    }
}
