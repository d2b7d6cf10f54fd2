using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Setup;

/// <summary>What a mask's file holds.</summary>
/// <param name="IsPlain">Whether its values need no name: 0 and 255, 0 and 1, or black and one colour.</param>
/// <param name="IsLossy">Whether its packing changes values.</param>
/// <param name="Values">Those that occur.</param>
/// <param name="Colour">That of the object, as of <see cref="BinaryMask.ObjectColour"/>.</param>
/// <param name="IsSoft">Whether values lie between outside and inside, as of a mask that was JPEG or was resized.</param>
/// <param name="Fault">Why no values can be named; null where they can.</param>
/// <param name="Ground">The value of what is outside.</param>
internal sealed record LookedMask(bool IsPlain, bool IsLossy, IReadOnlyList<int> Values, string Colour, bool IsSoft, string? Fault, int Ground = 0)
{
    private const double Rounding = 1e-3;
    private const int MostLabels = 4096;

    // Fewer values may be classes; so many between the ends are none, where most of what is not outside is at the top.
    private const int FewestSoft = 4, FewestBetween = 8;
    private const double End = 0.1;

    // Of small objects little is at the top.
    private const int FewestAtBorders = 3;
    private const double Nearly = 0.9;

    /// <summary>Reads a picture or a volume.</summary>
    public static LookedMask Of(string path)
    {
        try
        {
            return DataFolder.IsVolume(path) ? OfVolume(path) : OfPicture(path);
        }
        catch (UserException fault)
        {
            return new LookedMask(false, false, [], "", false, fault.Message);
        }
    }

    private static LookedMask OfPicture(string path)
    {
        var mask = ImageFile.ReadMask(path);
        var fault = FaultOf(mask);
        return new LookedMask(
            fault is null, mask.IsLossy, [.. mask.Colours.Select(colour => colour.Value).OfType<int>()], fault is null ? BinaryMask.ObjectColour(mask) : "",
            HasSoftBorders(mask),
            fault is null || mask.Colours.All(colour => colour.Value is not null) ? null : $"{path}: {fault}",
            mask.Ground);
    }

    private static LookedMask OfVolume(string path)
    {
        var values = NiftiFile.Read(path).Values.Distinct().Take(MostLabels + 1).ToArray();
        if (values.Length > MostLabels || Array.Exists(values, value => !(Math.Abs(value - Math.Round(value)) <= Rounding)))
        {
            return new LookedMask(false, false, [], "", false, $"{path}: its values are no whole numbers, or too many for labels: it is an image, where a mask is wanted");
        }

        int[] labels = [.. values.Select(value => (int)Math.Round(value))];
        return new LookedMask(labels.Where(label => label != 0).ToArray() is [] or [1 or 255], false, labels, "", false, null);
    }

    private static bool HasSoftBorders(StoredMask mask)
    {
        var top = (1 << mask.Bits) - 1;
        if (mask.IsByColour || mask.Colours.Count < FewestSoft || mask.Colours.Max(colour => colour.Red) != top)
        {
            return false;
        }

        var pixels = mask.Indices.CountBy(index => index).Select(colour => (Value: mask.Colours[colour.Key].Red / (double)top, Pixels: colour.Value)).ToArray();
        var between = pixels.Count(colour => colour.Value is > End and < 1 - End);
        return ((between == 0 || between >= FewestBetween)
                && pixels.Where(colour => colour.Value >= 1 - End).Sum(colour => colour.Pixels) >= 0.5 * pixels.Where(colour => colour.Value > End).Sum(colour => colour.Pixels))
            || (between >= FewestAtBorders && LieAtBorders(mask, top));
    }

    /// <summary>Whether nearly every pixel between outside and inside has a lower and a higher neighbour: classes have an inside, borders of small objects are all slope.</summary>
    private static bool LieAtBorders(StoredMask mask, int top)
    {
        double[] values = [.. mask.Indices.Select(index => mask.Colours[index].Red / (double)top)];
        int[] between = [.. Enumerable.Range(0, values.Length).Where(i => values[i] is > End and < 1 - End)];

        // Of classes most are flat, and enough of them are soon found.
        var flat = between.Where(i => !IsSlope(i)).Take((int)((1 - Nearly) * between.Length) + 1).Count();
        return flat <= (1 - Nearly) * between.Length;

        bool IsSlope(int i)
        {
            var (row, column) = (i / mask.Width, i % mask.Width);
            var around = from y in Enumerable.Range(Math.Max(0, row - 1), Math.Min(mask.Height - 1, row + 1) - Math.Max(0, row - 1) + 1)
                         from x in Enumerable.Range(Math.Max(0, column - 1), Math.Min(mask.Width - 1, column + 1) - Math.Max(0, column - 1) + 1)
                         select values[y * mask.Width + x];
            return around.Any(value => value < values[i]) && around.Any(value => value > values[i]);
        }
    }

    private static string? FaultOf(StoredMask mask)
    {
        try
        {
            BinaryMask.Of(mask, []);
            return null;
        }
        catch (UserException fault)
        {
            return fault.Message;
        }
    }
}
