namespace AsynDGAN.Core.Imaging;

/// <summary>PNG, read and written.</summary>
public static class PngFile
{
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
        var chunks = PngChunk.All(bytes, path);
        CheckData(bytes, header, chunks, path);
        var pixels = ManagedPictures.Decode(bytes, path, header.Channels, header.Bits == 16 ? 16 : 8);
        return chunks.FirstOrDefault(chunk => chunk.Type == "eXIf") is { } exif ? Orientation.Turn(pixels, Orientation.OfExif(exif.In(bytes))) : pixels;
    }

    /// <summary>The decoder leaves rows that are missing blank without a word.</summary>
    private static void CheckData(byte[] bytes, PngHeader header, IReadOnlyList<PngChunk> chunks, string path)
    {
        using var packed = new MemoryStream();
        foreach (var chunk in chunks.Where(chunk => chunk.Type == "IDAT"))
        {
            packed.Write(chunk.In(bytes));
        }

        if (ZlibData.Fault(packed.ToArray(), header.RawBytes, header.RawBytes) is { } fault)
        {
            throw fault.Cut ? PngChunk.Truncated(path, fault.Text) : new UserException($"{path} is damaged: {fault.Text}", "Copy the file again.");
        }
    }
}
