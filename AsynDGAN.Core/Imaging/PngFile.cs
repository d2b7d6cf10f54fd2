namespace AsynDGAN.Core.Imaging;

/// <summary>PNG, read and written.</summary>
public static class PngFile
{
    // Where a pass has no columns the decoder goes on from the wrong row: with wrong pixels, or without an end.
    private const int NarrowestInterlaced = 5;

    /// <summary>Writes pixels of 1 (grey) or 3 (red, green, blue) channels with their own bit depth.</summary>
    /// <remarks>The same pixels always give the same bytes.</remarks>
    /// <exception cref="ArgumentException">Another number of channels.</exception>
    public static void Write(PixelArray pixels, Stream stream) => ManagedPictures.EncodePng(pixels, stream);

    /// <inheritdoc cref="Write(PixelArray, Stream)"/>
    /// <exception cref="UserException">The file cannot be written.</exception>
    public static void Write(PixelArray pixels, string path)
    {
        using var encoded = new MemoryStream();
        Write(pixels, encoded);
        try
        {
            File.WriteAllBytes(path, encoded.ToArray());
        }
        catch (Exception fault) when (WriteFault.Is(fault))
        {
            throw new UserException($"{path} cannot be written: {fault.Message}");
        }
    }

    internal static PixelArray Decode(byte[] bytes, string path)
    {
        var header = PngHeader.Of(bytes, path);
        (bytes, var chunks) = Checked(bytes, header, path);
        if (header.Type == PngHeader.Palette && PngPalette.Of(bytes, chunks) is { } palette && palette.Count < 1 << header.Bits)
        {
            RefuseBeyond(palette.Count, ManagedPictures.Decode(PngPalette.WithNumbers(bytes, chunks), path, 1, header.DecodedBits), path);
        }

        return Upright(bytes, chunks, ManagedPictures.Decode(bytes, path, header.Channels, header.DecodedBits));
    }

    /// <summary>The decoder takes a number without a colour for white.</summary>
    private static void RefuseBeyond(int colours, PixelArray numbers, string path)
    {
        if (numbers.Values.Max() is var largest && largest >= colours)
        {
            throw new UserException($"{path} has the number {largest}, and its palette has {colours} colours only: it is damaged", "Copy the file again.");
        }
    }

    internal static StoredMask DecodeMask(byte[] bytes, string path)
    {
        var header = PngHeader.Of(bytes, path);
        (bytes, var chunks) = Checked(bytes, header, path);
        if (header.Type == PngHeader.Palette && PngPalette.Of(bytes, chunks) is { } palette)
        {
            var numbers = ManagedPictures.Decode(PngPalette.WithNumbers(bytes, chunks), path, 1, header.DecodedBits);
            return StoredMask.OfPalette(Upright(bytes, chunks, numbers), palette);
        }

        // Grey of few bits is scaled to 8 by the decoder.
        var step = header is { Type: 0, Bits: < 8 } ? byte.MaxValue / ((1 << header.Bits) - 1) : 1;
        var pixels = ManagedPictures.Decode(bytes, path, header.Type is 0 or 2 ? header.Channels : ManagedPictures.ColourAndAlpha, header.DecodedBits);
        if (PngTransparency.Of(bytes, chunks, header) is { } transparent)
        {
            pixels = PngTransparency.WithAlpha(pixels, [.. transparent.Select(value => (ushort)(value * step))]);
        }

        return StoredMask.Of(Upright(bytes, chunks, pixels), value => value / step, lossy: false);
    }

    private static PixelArray Upright(byte[] bytes, IReadOnlyList<PngChunk> chunks, PixelArray pixels) =>
        chunks.FirstOrDefault(chunk => chunk.Type == "eXIf") is { } exif ? Orientation.Turn(pixels, Orientation.OfExif(exif.In(bytes))) : pixels;

    /// <summary>
    /// The file with the pixels' data, checked, in one chunk, and its chunks: the decoder leaves rows that are missing blank without a
    /// word, and takes an empty chunk for the data's end.
    /// </summary>
    private static (byte[] Bytes, IReadOnlyList<PngChunk> Chunks) Checked(byte[] bytes, PngHeader header, string path)
    {
        if (header.Interlaced && header.Width < NarrowestInterlaced)
        {
            throw new UserException($"{path} is interlaced and {header.Width} pixels wide, which is not read", "Save it without interlacing.");
        }

        var chunks = PngChunk.All(bytes, path);
        using var packed = new MemoryStream();
        var (first, next) = (-1, -1);
        foreach (var (place, chunk) in chunks.Index().Where(chunk => chunk.Item.Type == PngChunk.Pixels))
        {
            if (first >= 0 && place > next)
            {
                throw new UserException($"{path} is damaged: its chunk {chunks[next].Name(next)} stands amid those of its pixels", "Copy the file again, or save it anew.");
            }

            packed.Write(chunk.In(bytes));
            (first, next) = (first < 0 ? place : first, place + 1);
        }

        if (ZlibData.Fault(packed.ToArray(), header.RawBytes, header.RawBytes) is { } fault)
        {
            throw fault.Cut ? PngChunk.Truncated(path, fault.Text) : new UserException($"{path} is damaged: {fault.Text}", "Copy the file again.");
        }

        return next == first + 1 ? (bytes, chunks) : Joined(bytes, chunks, first, packed.ToArray());
    }

    private static (byte[] Bytes, IReadOnlyList<PngChunk> Chunks) Joined(byte[] bytes, IReadOnlyList<PngChunk> chunks, int first, byte[] packed)
    {
        using var file = new MemoryStream();
        file.Write(bytes.AsSpan(0, PngChunk.SignatureLength));
        var joined = new List<PngChunk>();
        foreach (var chunk in chunks.Where((chunk, place) => place <= first || chunk.Type != PngChunk.Pixels))
        {
            joined.Add(PngChunk.Write(file, chunk.Type, chunk.Type == PngChunk.Pixels ? packed : chunk.In(bytes)));
        }

        return (file.ToArray(), joined);
    }
}
