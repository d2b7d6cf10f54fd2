namespace AsynDGAN.Core.Imaging;

/// <summary>The packed bits of a JPEG's scan, and the codes in them (ITU T.81, annex F).</summary>
/// <param name="bytes">The whole file.</param>
internal sealed class JpegBits(byte[] bytes)
{
    /// <summary>Too few bits for another code.</summary>
    public const int Ended = -1;

    /// <summary>A code that the table has not.</summary>
    public const int Unknown = -2;

    private int held, bits;

    /// <summary>The byte that is looked at next.</summary>
    public int Position { get; set; }

    /// <summary>Begins at the position, whatever bits are left of what was read before.</summary>
    public void Begin() => held = 0;

    /// <summary>Goes on behind a restart mark and what fills up before it: 0, or <see cref="Ended"/> where there is none, or <see cref="Unknown"/> where it is another's.</summary>
    /// <param name="number">Of the mark in its scan, from 0; marks count to 7 and begin again.</param>
    public int Restart(int number)
    {
        Begin();
        while (bytes[Position] == 0xFF && bytes[Position + 1] == 0xFF)
        {
            Position++;
        }

        if (bytes[Position] != 0xFF || bytes[Position + 1] is not (>= 0xD0 and <= 0xD7))
        {
            return Ended;
        }

        Position += 2;
        return bytes[Position - 1] == 0xD0 + number % 8 ? 0 : Unknown;
    }

    /// <summary>What the next code means; below 0 where there is none.</summary>
    public int Code(JpegCodes table)
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

    /// <summary>Passes bits over; whether there are so many.</summary>
    public bool Skip(int count)
    {
        while (count > 0 && Bit() >= 0)
        {
            count--;
        }

        return count == 0;
    }

    /// <summary>The next bit; <see cref="Ended"/> at a marker.</summary>
    public int Bit()
    {
        if (held == 0)
        {
            if (Position + 1 >= bytes.Length || (bytes[Position] == 0xFF && bytes[Position + 1] != 0))
            {
                return Ended;
            }

            bits = bytes[Position];
            Position += bits == 0xFF ? 2 : 1;
            held = 8;
        }

        held--;
        return (bits >> held) & 1;
    }
}
