namespace AsynDGAN.Core.Imaging;

/// <summary>The palette of a PNG file.</summary>
internal static class PngPalette
{
    private const string Colours = "PLTE";
    private const int MostColours = 256;

    /// <summary>What each number looks like; null where the file has no palette.</summary>
    public static IReadOnlyList<MaskColour>? Of(byte[] bytes, IReadOnlyList<PngChunk> chunks)
    {
        if (chunks.FirstOrDefault(chunk => chunk.Type == Colours) is not { } palette)
        {
            return null;
        }

        var colours = palette.In(bytes).ToArray();
        var alpha = chunks.FirstOrDefault(chunk => chunk.Type == PngChunk.Transparency)?.In(bytes).ToArray() ?? [];
        return [.. Enumerable.Range(0, colours.Length / 3).Select(i =>
            new MaskColour(i, i.ToString(), colours[3 * i], colours[3 * i + 1], colours[3 * i + 2], i < alpha.Length ? alpha[i] : byte.MaxValue))];
    }

    /// <summary>The same file with the grey value i as the colour of the number i, so that a decoder's pixels are the stored numbers.</summary>
    public static byte[] WithNumbers(byte[] bytes, IReadOnlyList<PngChunk> chunks)
    {
        using var file = new MemoryStream();
        file.Write(bytes.AsSpan(0, PngChunk.SignatureLength));
        foreach (var chunk in chunks.Where(chunk => chunk.Type != PngChunk.Transparency))
        {
            PngChunk.Write(file, chunk.Type, chunk.Type == Colours ? [.. Enumerable.Range(0, MostColours).SelectMany(i => Enumerable.Repeat((byte)i, 3))] : chunk.In(bytes));
        }

        return file.ToArray();
    }
}
