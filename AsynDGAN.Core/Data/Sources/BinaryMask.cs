using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>What counts as object in a mask's file.</summary>
internal static class BinaryMask
{
    private const int Listed = 8;
    private const ushort Inside = 255;

    /// <summary>The mask with 0 and 255, or the numbers of classes.</summary>
    /// <remarks>
    /// Grey values (and colours whose channels agree) are 0 and the largest, 0 and 255, or 0 and 1. A palette, grey of fewer than 8
    /// bits and other colours are read by their looks: black and one other colour. What is transparent is no object where the
    /// colours do not say otherwise.
    /// </remarks>
    /// <param name="mask">As it is stored.</param>
    /// <param name="values">Stored numbers that count as object (<c>data.mask_values</c>), where what is transparent beside what is not has the number of what is outside; empty: masks have the two values above.</param>
    /// <param name="areClasses">Whether each of them is a class.</param>
    /// <returns>0 outside; inside 255, or the class from 1.</returns>
    /// <exception cref="UserException">It has other values, or its alpha contradicts its colours.</exception>
    public static PixelArray Of(StoredMask mask, IReadOnlyList<int> values, bool areClasses = false)
    {
        var codes = values.Count > 0 ? Named(mask, values, areClasses) : [.. Plain(mask).Select(inside => inside ? Inside : (ushort)0)];
        var pixels = new ushort[mask.Indices.Length];
        for (int i = 0, run; i < pixels.Length; i += run)
        {
            var index = mask.Indices[i];
            run = mask.Indices.AsSpan(i).IndexOfAnyExcept(index) is var other and >= 0 ? other : pixels.Length - i;
            pixels.AsSpan(i, run).Fill(codes[index]);
        }

        return new PixelArray(mask.Height, mask.Width, 1, 8, pixels);
    }

    /// <summary>The colour of the object in a mask that is read by its looks; empty for grey values, and where it shows nothing.</summary>
    public static string ObjectColour(StoredMask mask) =>
        mask.IsByColour && mask.Colours.FirstOrDefault(colour => !colour.IsBlack && colour.Alpha > 0) is { } lit ? $"#{lit.Red:X2}{lit.Green:X2}{lit.Blue:X2}" : "";

    /// <summary>The stored numbers, but that of what is outside, that the listed ones leave out; null where there are none, or nothing is listed.</summary>
    public static string? Unlisted(StoredMask mask, IReadOnlyList<int> values)
    {
        int[] others = [.. mask.Colours.Where(colour => colour.Alpha > 0).Select(colour => colour.Value ?? 0).Except(values).Except([mask.Ground]).Order()];
        return values.Count == 0 || others.Length == 0 ? null : List(others);
    }

    /// <summary>Those of some stored numbers that occur, what is transparent having that of what is outside.</summary>
    public static IReadOnlyList<int> Found(StoredMask mask, IReadOnlyList<int> values) => values.Count == 0 ? [] : [.. values.Intersect(mask.Colours.Select(colour => Number(mask, colour)).OfType<int>())];

    private static ushort[] Named(StoredMask mask, IReadOnlyList<int> values, bool areClasses) => mask.Colours.FirstOrDefault(colour => colour.Value is null) is { } colour
        ? throw new UserException($"the mask has the colour {colour.Name}, which data.mask_values cannot name: grey values and a palette's numbers can be named")
        : [.. mask.Colours.Select(colour => values.ToList().IndexOf(Number(mask, colour)!.Value))
            .Select(place => place < 0 ? (ushort)0 : areClasses ? (ushort)(place + 1) : Inside)];

    private static int? Number(StoredMask mask, MaskColour colour) => colour.Alpha == 0 && mask.Colours.Any(other => other.Alpha > 0) ? mask.Ground : colour.Value;

    /// <summary>By its looks, unless it shows nothing though it has several numbers.</summary>
    private static bool[] Plain(StoredMask mask)
    {
        var lit = ByLooks(mask);
        return lit.Contains(true) || mask.Colours.DistinctBy(colour => Number(mask, colour)).Count() == 1 ? lit : throw Others(mask);
    }

    private static bool[] ByLooks(StoredMask mask)
    {
        var colours = mask.Colours;
        var alphas = colours.Select(colour => colour.Alpha).Distinct().Order().ToArray();
        var one = colours.Select(colour => colour.Looks).Distinct().Count() == 1;
        if (alphas is [0] && one)
        {
            return new bool[colours.Count];
        }

        if (alphas.Length == 1)
        {
            return Lit(mask, colours) ?? throw Others(mask);
        }

        if (alphas is not [0, _])
        {
            throw new UserException($"the mask's alpha channel has the values {List(alphas)}; it is 0 outside of the object and one value inside, or the same everywhere");
        }

        if (one)
        {
            return [.. colours.Select(colour => colour.Alpha > 0)];
        }

        var seen = Lit(mask, [.. colours.Select(colour => colour.Alpha > 0 ? colour : colour with { Value = 0, Name = "0", Red = 0, Green = 0, Blue = 0 })]) ?? throw Others(mask);
        return Lit(mask, colours) is not { } plain || plain.SequenceEqual(seen)
            ? seen
            : throw new UserException("the mask's alpha channel and its colours tell different objects: save it without alpha");
    }

    /// <summary>For each colour whether it is the object's; null where there are more than black (or 0) and one other.</summary>
    private static bool[]? Lit(StoredMask mask, IReadOnlyList<MaskColour> colours)
    {
        var lit = colours.Where(colour => !colour.IsBlack).DistinctBy(colour => colour.Looks).ToArray();
        var largest = (1 << mask.Bits) - 1;
        var understood = lit.Length == 0 || (lit.Length == 1 && (mask.IsByColour || lit[0].Red is 1 or 255 || lit[0].Red == largest));
        return understood ? [.. colours.Select(colour => !colour.IsBlack)] : null;
    }

    private static UserException Others(StoredMask mask)
    {
        var colours = mask.Colours.OrderBy(colour => colour.Value).DistinctBy(colour => colour.Name).ToArray();
        var numbers = mask.Colours.All(colour => colour.Value is not null);
        var example = numbers ? $"; where some of them are the object, name those by data.mask_values, such as [{(colours.LastOrDefault(colour => !colour.IsBlack) ?? colours[^1]).Name}]"
            : "; save classes as grey values or with a palette, and name those that are the object by data.mask_values";
        return new UserException(
            $"the mask has the {(numbers ? "values" : "colours")} {List([.. colours.Select(colour => colour.Name)])}{(Array.TrueForAll(colours, colour => colour.IsBlack) ? ", which all look black" : "")}; {Understood(mask)} are understood{example}"
            + (mask.IsLossy ? "; a JPEG changes values: save masks as PNG" : ""));
    }

    private static string Understood(StoredMask mask) => mask.IsByColour ? "black and one other colour"
        : mask.Ground == 0 ? "0 and 255 (or 0 and 1)" : $"0 and {mask.Ground} (or {mask.Ground - 1} and {mask.Ground}; its zero means white)";

    private static string List<T>(IReadOnlyCollection<T> values) => string.Join(", ", values.Take(Listed)) + (values.Count > Listed ? ", ..." : "");
}
