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
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be written: {fault.Message}");
        }
    }

    internal static PixelArray Decode(byte[] bytes, string path)
    {
        var header = PngHeader.Of(bytes, path);
        var chunks = Checked(bytes, header, path);
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
        var chunks = Checked(bytes, header, path);
        if (header.Type == PngHeader.Palette && PngPalette.Of(bytes, chunks) is { } palette)
        {
            var numbers = ManagedPictures.Decode(PngPalette.WithNumbers(bytes, chunks), path, 1, header.DecodedBits);
            return StoredMask.OfPalette(Upright(bytes, chunks, numbers), palette);
        }

        // Grey of few bits is scaled to 8 by the decoder.
        var step = header is { Type: 0, Bits: < 8 } ? byte.MaxValue / ((1 << header.Bits) - 1) : 1;
        var isGrey = header.Type == 0 && chunks.All(chunk => chunk.Type != "tRNS");
        var pixels = ManagedPictures.Decode(bytes, path, isGrey ? 1 : ManagedPictures.ColourAndAlpha, header.DecodedBits);
        return StoredMask.Of(Upright(bytes, chunks, pixels), value => value / step, lossy: false);
    }

    private static PixelArray Upright(byte[] bytes, IReadOnlyList<PngChunk> chunks, PixelArray pixels) =>
        chunks.FirstOrDefault(chunk => chunk.Type == "eXIf") is { } exif ? Orientation.Turn(pixels, Orientation.OfExif(exif.In(bytes))) : pixels;

    /// <summary>The decoder leaves rows that are missing blank without a word.</summary>
    private static IReadOnlyList<PngChunk> Checked(byte[] bytes, PngHeader header, string path)
    {
        if (header.Interlaced && header.Width < NarrowestInterlaced)
        {
            throw new UserException($"{path} is interlaced and {header.Width} pixels wide, which is not read", "Save it without interlacing.");
        }

        var chunks = PngChunk.All(bytes, path);
        using var packed = new MemoryStream();
        foreach (var chunk in chunks.Where(chunk => chunk.Type == "IDAT"))
        {
            packed.Write(chunk.In(bytes));
        }

        if (ZlibData.Fault(packed.ToArray(), header.RawBytes, header.RawBytes) is { } fault)
        {
            throw fault.Cut ? PngChunk.Truncated(path, fault.Text) : new UserException($"{path} is damaged: {fault.Text}", "Copy the file again.");
        }

        return chunks;
    }
}
