namespace AsynDGAN.Core.Imaging;

/// <summary>
/// Whether the three components of a JPEG are red, green and blue, or brightness and colour: what libjpeg takes them for, by which
/// pictures are written and seen, while the decoder alone takes some for others.
/// </summary>
internal sealed class JpegColours
{
    private const byte Jfif = 0xE0;
    private const byte Adobe = 0xEE;
    private const byte StartOfScan = 0xDA;

    private bool isJfif, isEnded;
    private int? transform;
    private byte[] names = [];

    private bool AreRgb => !isJfif && (transform is { } told ? told == 0 : names.AsSpan().SequenceEqual("RGB"u8));

    /// <summary>Looks at what a marker tells; behind the first scan's nothing counts.</summary>
    /// <param name="marker">The marker's second byte.</param>
    /// <param name="block">Its data, without their length.</param>
    public void Read(byte marker, ReadOnlySpan<byte> block)
    {
        isEnded |= marker == StartOfScan;
        if (isEnded)
        {
            return;
        }

        isJfif |= marker == Jfif && block.Length >= 14 && block.StartsWith("JFIF\0"u8);
        transform = marker == Adobe && block.Length >= 12 && block.StartsWith("Adobe"u8) ? block[11] : transform;
    }

    /// <summary>Reads the components' names.</summary>
    /// <param name="block">A frame's data, without their length.</param>
    public void ReadNames(ReadOnlySpan<byte> block) => names = [.. block[Math.Min(6, block.Length)..].ToArray().Where((_, i) => i % 3 == 0)];

    /// <summary>The file with an Adobe marker that tells it before its frame: the last one before it is what the decoder goes by.</summary>
    /// <param name="bytes">A JPEG of three components.</param>
    /// <param name="frame">Where the frame's marker begins.</param>
    public byte[] Told(byte[] bytes, int frame) =>
        [.. bytes.AsSpan(0, frame), 0xFF, Adobe, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, (byte)(AreRgb ? 0 : 1), .. bytes.AsSpan(frame)];
}
