namespace AsynDGAN.Core.Imaging;

/// <summary>A mask as its file has it: which of its few colours each pixel has.</summary>
public sealed class StoredMask
{
    private const int MostColours = ushort.MaxValue;

    private StoredMask(PixelArray pixels, IReadOnlyList<MaskColour> colours, ushort[] indices, int ground, bool byColour, bool lossy) =>
        (Height, Width, Bits, Colours, Indices, Ground, IsByColour, IsLossy) =
        (pixels.Height, pixels.Width, pixels.Bits, colours, indices, ground, byColour, lossy);

    public int Height { get; }

    public int Width { get; }

    /// <summary>8 or 16: the range of grey values.</summary>
    public int Bits { get; }

    /// <summary>Those that occur.</summary>
    public IReadOnlyList<MaskColour> Colours { get; }

    /// <summary>For each pixel, row by row, the colour's place in <see cref="Colours"/>.</summary>
    public ushort[] Indices { get; }

    /// <summary>The number of what is outside: 0, or the largest where the file's zero means white.</summary>
    public int Ground { get; }

    /// <summary>Whether a palette, grey of fewer than 8 bits or unequal channels give the pixels' looks, and not a grey value.</summary>
    public bool IsByColour { get; }

    /// <summary>Whether the file's packing changes values (JPEG).</summary>
    public bool IsLossy { get; }

    /// <summary>A mask that is read already.</summary>
    /// <param name="pixels">Grey or colour, with a last channel of alpha or not: 1 to 4 channels.</param>
    /// <param name="lossy">As of <see cref="IsLossy"/>.</param>
    /// <exception cref="UserException">There are too many colours for a mask.</exception>
    public static StoredMask Of(PixelArray pixels, bool lossy = false) => Of(pixels, value => value, lossy);

    /// <summary>A mask of a palette's numbers; several may look alike.</summary>
    /// <param name="numbers">One channel.</param>
    /// <param name="palette">What each number looks like.</param>
    /// <exception cref="UserException">A number has no colour.</exception>
    internal static StoredMask OfPalette(PixelArray numbers, IReadOnlyList<MaskColour> palette)
    {
        var mask = Of(numbers, value => value, lossy: false);
        return mask.Colours.FirstOrDefault(colour => colour.Value >= palette.Count) is { } without
            ? throw new UserException($"the mask has the number {without.Name}, and its palette has {palette.Count} colours only: it is damaged")
            : new StoredMask(numbers, [.. mask.Colours.Select(colour => palette[colour.Value!.Value])], mask.Indices, ground: 0, byColour: true, lossy: false);
    }

    /// <param name="pixels">1 to 4 channels.</param>
    /// <param name="code">From a grey value to the stored number.</param>
    /// <param name="lossy">As of <see cref="IsLossy"/>.</param>
    /// <exception cref="UserException">There are too many colours for a mask.</exception>
    internal static StoredMask Of(PixelArray pixels, Func<ushort, int> code, bool lossy)
    {
        var (places, colours) = (new Dictionary<ulong, ushort>(), new List<MaskColour>());
        var indices = new ushort[pixels.Height * pixels.Width];
        var channels = pixels.Channels >= 3 ? 3 : 1;
        var opaque = (ushort)((1 << pixels.Bits) - 1);
        for (int i = 0, run; i < indices.Length; i += run)
        {
            run = Run(pixels, i);
            var pixel = pixels.Values.AsSpan(i * pixels.Channels, pixels.Channels);
            var (red, green, blue) = (pixel[0], pixel[channels / 2], pixel[channels - 1]);
            var alpha = pixels.Channels > channels ? pixel[channels] : opaque;
            var key = (ulong)red | (ulong)green << 16 | (ulong)blue << 32 | (ulong)alpha << 48;
            if (!places.TryGetValue(key, out var place))
            {
                place = colours.Count < MostColours ? (ushort)colours.Count : throw new UserException($"the mask has more than {MostColours} colours: it is a picture");
                places.Add(key, place);
                colours.Add(Colour(red, green, blue, alpha, code));
            }

            indices.AsSpan(i, run).Fill(place);
        }

        var ground = code(0);
        return new StoredMask(pixels, colours, indices, ground, (ground == 0 && code(opaque) != opaque) || colours.Exists(colour => colour.Value is null), lossy);
    }

    /// <summary>How many pixels from one on are alike. Masks are long runs of one colour: looking each pixel up takes longer than unpacking it.</summary>
    private static int Run(PixelArray pixels, int first)
    {
        var channels = pixels.Channels;
        var values = pixels.Values.AsSpan(first * channels);
        if (channels == 1)
        {
            return values.IndexOfAnyExcept(values[0]) is var other and >= 0 ? other : values.Length;
        }

        var run = 1;
        while ((run + 1) * channels <= values.Length && values.Slice(run * channels, channels).SequenceEqual(values[..channels]))
        {
            run++;
        }

        return run;
    }

    private static MaskColour Colour(ushort red, ushort green, ushort blue, ushort alpha, Func<ushort, int> code)
    {
        int? number = red == green && green == blue ? code(red) : null;
        return new MaskColour(number, number?.ToString() ?? $"#{red:X2}{green:X2}{blue:X2}", red, green, blue, alpha);
    }
}
