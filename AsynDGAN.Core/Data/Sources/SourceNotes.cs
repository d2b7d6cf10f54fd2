using System.Globalization;
using System.Text;
using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>What looks wrong in data that can be read: said, not refused.</summary>
internal static class SourceNotes
{
    /// <summary>What the number of what is outside is of masks that do not call it 0.</summary>
    internal const string OutsideNumber = "of a palette, the number of what is outside now; of a TIFF whose zero means white, the largest number, 255 of 8 bits";

    private const double NearlyAll = 0.9;
    private const double NearlySquare = 2;
    private const int Named = 5;

    // The letters of U+00C0 to U+017F without their accents.
    private const char FirstAccented = '\u00C0';

    private const string Plain =
        "AAAAAAÆCEEEEIIIIÐNOOOOO×ØUUUUYÞßaaaaaaæceeeeiiiiðnooooo÷øuuuuyþy"
        + "AaAaAaCcCcCcCcDdĐđEeEeEeEeEeGgGgGgGgHhĦħIiIiIiIiIıĲĳJjKkĸLlLlLlĿ"
        + "ŀŁłNnNnNnŉŊŋOoOoOoŒœRrRrRrSsSsSsSsTtTtŦŧUuUuUuUuUuUuWwYyYZzZzZzſ";

    /// <summary>Masks of which nearly every one, at an institution, fills more than half of its picture.</summary>
    public static IEnumerable<string> OfMasks(IReadOnlyList<ImageCase> cases)
    {
        foreach (var institution in cases.GroupBy(@case => @case.Institution).OrderBy(institution => institution.Key, StringComparer.Ordinal))
        {
            var masks = institution.SelectMany(@case => @case.MaskFractions).ToArray();
            if (MayShowGround(masks))
            {
                yield return $"warning: {masks.Count(FillsMost)} of {masks.Length} masks of {institution.Key} fill more than half of their picture; where they show the ground and not the object, "
                    + $"data.mask_values: [0] turns them round ({OutsideNumber}; where init wrote this, run it again with --mask-values 0, or that number)";
            }
        }
    }

    /// <summary>Whether masks are nearly all larger than half of their picture, as where they show the ground.</summary>
    /// <param name="fractions">The share of its picture that each fills.</param>
    public static bool MayShowGround(IReadOnlyCollection<double> fractions) => fractions.Count(FillsMost) is > 0 and var full && full >= NearlyAll * fractions.Count;

    /// <summary>Whether a mask is larger than half of its picture.</summary>
    /// <param name="fraction">The share that it fills.</param>
    public static bool FillsMost(double fraction) => fraction > 0.5;

    /// <summary>Masks that fill nearly all of their picture, where those of their institution do not.</summary>
    public static IEnumerable<string> OfFullMasks(IReadOnlyList<ImageCase> cases)
    {
        var full = cases.GroupBy(@case => @case.Institution)
            .Where(institution => !MayShowGround([.. institution.SelectMany(@case => @case.MaskFractions)]))
            .SelectMany(institution => institution.Where(@case => @case.MaskFractions.Any(filled => filled > NearlyAll)))
            .OrderBy(@case => @case.Name, StringComparer.Ordinal).Select(@case => @case.Name).ToArray();
        return full.Length == 0 ? []
            : [$"warning: masks of {Listed(full, ", ")} fill more than nine tenths of their picture, and others of the same institution do not: look whether they show the ground"];
    }

    /// <summary>Mask files that several images have.</summary>
    public static IEnumerable<string> OfSharedMasks(IEnumerable<(string Mask, string Label)> files)
    {
        var shared = files.GroupBy(file => RealPath.Of(file.Mask), FileNameCase.Comparer).Where(mask => mask.Count() > 1).ToArray();
        foreach (var mask in shared.Take(Named))
        {
            yield return $"warning: {mask.Count()} images have one mask, {mask.First().Mask}: {Listed(mask.Select(file => file.Label), "; ")}";
        }

        if (shared.Length > Named)
        {
            yield return $"warning: so have those of {shared.Length - Named} more masks";
        }
    }

    /// <summary>Masks that are, pixel by pixel, those of other patients: one of the two may be a copy in the place of its own.</summary>
    /// <param name="masks">Which mask it is, whose, and its digest as of <see cref="SharedImages"/>.</param>
    public static IEnumerable<string> OfEqualMasks(IReadOnlyList<(string Label, string Patient, string Digest)> masks)
    {
        var equal = SharedImages.Find([.. masks.Select(mask => (mask.Patient, (IReadOnlyList<string>)[mask.Digest]))]);
        return equal.Count == 0 ? []
            : [$"warning: {equal.Count} {(equal.Count == 1 ? "mask is" : "masks are")} pixel by pixel what another patient's is: "
                + Listed(equal.Select(pair => $"that of {masks[pair.Later].Label} is that of {masks[pair.First].Label}"), "; ") + "; look whether one was copied in the place of its own"];
    }

    /// <summary>Values of <c>data.mask_values</c> that no mask has; none where no masks are looked at.</summary>
    /// <param name="cases">All of a source.</param>
    /// <param name="options">The configuration.</param>
    public static IEnumerable<string> OfMaskValues(IReadOnlyList<ImageCase> cases, DataOptions options)
    {
        int[] none = cases.All(@case => @case.MaskValues is null) ? [] : [.. options.MaskValues.Except(cases.SelectMany(@case => @case.MaskValues ?? []))];
        return none.Length == 0 ? []
            : [$"warning: no mask has {Listed(none.Select(value => value.ToString(CultureInfo.InvariantCulture)), ", ")}, which data.mask_values lists{(options.TellsClasses() ? ", so that its channel of the condition is always empty" : "")}: look how masks store what is meant"];
    }

    /// <summary>Masks that are black and one other colour, and not all the same one: they may tell classes.</summary>
    /// <param name="masks">The colour of each mask's object, empty where it is a grey value, and which mask it is.</param>
    public static IEnumerable<string> OfColours(IEnumerable<(string Colour, string Label)> masks)
    {
        var colours = masks.Where(mask => mask.Colour.Length > 0).GroupBy(mask => mask.Colour).OrderBy(colour => colour.Key, StringComparer.Ordinal).ToArray();
        return colours.Length < 2 ? []
            : [$"warning: what masks show has {colours.Length} colours, and all of them count as object: "
                + Listed(colours.Select(colour => $"{colour.Key} in {colour.Count()}, such as {colour.First().Label}"), "; ")
                + "; where they are classes, name the numbers that are the object, of a palette or grey values, by data.mask_values"];
    }

    /// <summary>The cases' notes, each kind once.</summary>
    public static IEnumerable<string> OfCases(IReadOnlyList<ImageCase> cases) => cases
        .SelectMany(@case => @case.Notes.Select(note => note.Text.Contains(@case.Name, StringComparison.Ordinal) ? note : note with { Text = $"{@case.Name}, {note.Text}" }))
        .GroupBy(note => note.Kind)
        .Select(kind => $"{kind.Key}: {Listed(kind.Select(note => note.Text), "; ")}{(kind.Count() > Named ? $" ({kind.Count()})" : "")}");

    /// <summary>Files that are not looked at since their names match no pattern of the source.</summary>
    public static IEnumerable<string> OfOthers(IReadOnlyCollection<string> files) =>
        files.Count == 0 ? [] : [$"not looked at, since the names match no pattern: {files.Count} ({Listed(files, ", ")})"];

    /// <summary>Groups of an HDF5 file that hold what the parts hold, and are none.</summary>
    public static IEnumerable<string> OfOtherParts(IReadOnlyCollection<string> groups) =>
        groups.Count == 0 ? [] : [$"not looked at, since the parts are train and test: {groups.Count} {(groups.Count == 1 ? "group" : "groups")} ({Listed(groups, ", ")})"];

    /// <summary>Cases that a table names and the data lack, as where they were copied in part.</summary>
    /// <param name="table">What messages call the table.</param>
    public static IEnumerable<string> OfMissing(string table, IEnumerable<string> cases)
    {
        string[] missing = [.. cases.Order(StringComparer.Ordinal)];
        return missing.Length == 0 ? [] : [$"warning: {table} names {missing.Length} {(missing.Length == 1 ? "case that is" : "cases that are")} not there ({Listed(missing, ", ")})"];
    }

    /// <summary>Volumes have no data type whose whole range means the same of each.</summary>
    public static IEnumerable<string> OfRange(NormaliseOptions normalise) => normalise.By != NormaliseBy.Range ? []
        : ["warning: data.normalise.by: range: 65,535 is white in a volume of whole numbers, and its own largest value in one that has fractions, so that its patients may not be alike; volume, and slice, suit volumes"];

    /// <summary>Volumes whose slices have pixels that are much longer than wide, or the reverse: networks and geometry take pixels as they come.</summary>
    public static IEnumerable<string> OfPixels(IReadOnlyList<ImageCase> cases)
    {
        string[] oblong = [.. cases.Where(@case => @case.Spacing is { } size && Math.Max(size.Row, size.Column) > NearlySquare * Math.Min(size.Row, size.Column))
            .Select(@case => string.Create(CultureInfo.InvariantCulture, $"{@case.Name} {@case.Spacing!.Value.Column:0.###}x{@case.Spacing.Value.Row:0.###} mm"))];
        return oblong.Length == 0 ? []
            : [$"warning: pixels of the axial slices of {oblong.Length} {(oblong.Length == 1 ? "volume" : "volumes")} are not square, and are taken as they are ({Listed(oblong, ", ")}): where volumes were taken in another plane, resample them to voxels of one size"];
    }

    /// <summary>Institutions, and patients, whose names a reader would take for one.</summary>
    public static IReadOnlyList<string> OfNames(IReadOnlyList<ImageCase> cases) =>
    [
        .. Alike("sites", cases.Select(@case => @case.Institution)),
        .. Alike("patients", cases.Select(@case => @case.Patient)),
        .. OneNumber("sites", cases.Select(@case => @case.Institution)),
        .. OneNumber("patients", cases.Select(@case => @case.Patient)),
    ];

    private static IEnumerable<string> OneNumber(string what, IEnumerable<string> names) => names.Distinct()
        .GroupBy(name => decimal.TryParse(name, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : (decimal?)null)
        .Where(alike => alike.Key is not null && alike.Count() > 1)
        .Select(alike => $"warning: these {what} are one number, written otherwise, as where a spreadsheet saved the table again: {Listed(alike.Order(StringComparer.Ordinal), ", ")}");

    private static IEnumerable<string> Alike(string what, IEnumerable<string> names) => names.Distinct()
        .GroupBy(Seen)
        .Where(alike => alike.Count() > 1)
        .Select(alike => $"warning: the names of these {what} differ in case, spaces, accents or invisible characters only: {Listed(alike.Order(StringComparer.Ordinal), ", ")}");

    /// <summary>A name in small letters without spaces, characters that nothing is drawn of, and accents, whether these are stored with their letters or behind them.</summary>
    private static string Seen(string name) => string.Concat(string.Concat(name.EnumerateRunes().Where(IsSeen))
        .Select(letter => letter - FirstAccented is var place && place >= 0 && place < Plain.Length ? Plain[place] : letter)).ToLowerInvariant();

    // U+115F, U+1160, U+3164 and U+FFA0 are letters that fill a place, U+2800 a symbol without dots.
    private static bool IsSeen(Rune letter) =>
        !Rune.IsWhiteSpace(letter)
        && Rune.GetUnicodeCategory(letter) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.Control)
        && letter.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800);

    /// <summary>The first of several names.</summary>
    public static string Listed(IEnumerable<string> names, string between) =>
        string.Join(between, names.Take(Named)) + (names.Count() > Named ? between + "..." : "");
}
