using System.Globalization;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>
/// The labels of a source's label maps, and the classes, from 1, that they become. Of BraTS 1 (necrotic and non-enhancing core),
/// 2 (oedema) and 4 (enhancing tumour) are classes 1, 2 and 3, and 3 is no label; of a manifest those of <c>data.mask_values</c> are,
/// in their order, and others count as background.
/// </summary>
internal sealed class LabelClasses
{
    // What a label becomes that was stored with a slope.
    private const double Rounding = 1e-3;

    private const int MostLabels = 4096;
    private const int Named = 8;

    private static readonly int[] brats = [1, 2, 4];

    private readonly int[] labels;
    private readonly bool isGiven;

    private LabelClasses(int[] labels, bool isGiven) => (this.labels, this.isGiven) = (labels, isGiven);

    /// <summary>Classes beside the background; 0 where the source does not tell them apart.</summary>
    public int Count => labels.Length;

    /// <summary>Those of a configuration's source.</summary>
    public static LabelClasses Of(DataOptions options) => options.Source == DataSource.Manifest ? new([.. options.MaskValues], isGiven: true) : new(brats, isGiven: false);

    /// <summary>The slices of a label map as the numbers of classes, 0 outside; a manifest's of two values as 0 and 1 where no values are listed.</summary>
    /// <param name="map">Whole numbers.</param>
    /// <returns>The slices; the listed labels that are there; and those that are there, are not listed and count as background, null where there are none.</returns>
    /// <exception cref="UserException">A value is no label, or it is not told which labels are the object.</exception>
    public (IReadOnlyList<PixelArray> Slices, IReadOnlyList<int> Listed, string? Unlisted) Of(Volume map)
    {
        var found = Found(map);
        int[] there = [.. found.Values.Distinct().Order()];
        var (listed, unlisted) = labels.Length > 0 ? (labels, there.Except(labels).Except([0])) : (Single(there), []);
        if (!isGiven && unlisted.FirstOrDefault() is var other and not 0)
        {
            throw new UserException($"the label {other} is in it; {string.Join(", ", labels[..^1].Prepend(0))} and {labels[^1]} are understood");
        }

        var classes = found.ToDictionary(value => value.Key, value => (ushort)(1 + Array.IndexOf(listed, value.Value)));
        return ([.. Enumerable.Range(0, map.Slices).Select(slice => Slice(map, slice, classes))], [.. labels.Intersect(there)], unlisted.Any() ? List([.. unlisted]) : null);
    }

    /// <summary>The label that is the object where there is but one; none where the map is empty.</summary>
    private static int[] Single(int[] there) => there.Where(label => label != 0).ToArray() switch
    {
        [] => [],
        [1 or 255] one => one,
        [.., var last] => throw new UserException(
            $"it has the labels {List(there)}; 0 and 1 (or 0 and 255) are understood; "
            + (last is > 0 and <= ushort.MaxValue ? $"name those that are the object by data.mask_values, such as [{last}]" : $"store the object as a label from 1 to {ushort.MaxValue}")),
    };

    /// <summary>The label of each value that occurs.</summary>
    private Dictionary<double, int> Found(Volume map)
    {
        var found = new Dictionary<double, int>();
        var last = double.NaN;
        foreach (var value in map.Values)
        {
            if (value != last && !found.ContainsKey(value))
            {
                found.Add(value, Label(value));
                if (found.Count > MostLabels)
                {
                    throw new UserException($"it has more than {MostLabels} values: it is an image, where a label map is wanted");
                }
            }

            last = value;
        }

        return found;
    }

    private int Label(double value)
    {
        var whole = Math.Round(value);
        if (Math.Abs(value - whole) <= Rounding && Math.Abs(whole) <= int.MaxValue)
        {
            return (int)whole;
        }

        var text = value.ToString("G6", CultureInfo.InvariantCulture);
        throw new UserException(isGiven
            ? $"the value {text} is in it, and labels are whole numbers; a label map is resampled by the nearest neighbour"
            : $"the label {text} is in it; {string.Join(", ", labels[..^1].Prepend(0))} and {labels[^1]} are understood");
    }

    private static PixelArray Slice(Volume map, int slice, Dictionary<double, ushort> classes)
    {
        var found = map.Slice(slice);
        var numbers = new ushort[found.Length];
        for (int i = 0, run; i < found.Length; i += run)
        {
            run = found[i..].IndexOfAnyExcept(found[i]) is var other and >= 0 ? other : found.Length - i;
            numbers.AsSpan(i, run).Fill(classes[found[i]]);
        }

        return new PixelArray(map.Rows, map.Columns, 1, 8, numbers);
    }

    private static string List(IReadOnlyCollection<int> labels) => string.Join(", ", labels.Take(Named)) + (labels.Count > Named ? ", ..." : "");
}
