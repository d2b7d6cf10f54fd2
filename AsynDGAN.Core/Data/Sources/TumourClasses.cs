using System.Globalization;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>
/// The labels of BraTS and the classes, from 1, that they become: 1 (necrotic and non-enhancing core), 2 (oedema) and 4
/// (enhancing tumour) are classes 1, 2 and 3; 3 is no label.
/// </summary>
internal static class TumourClasses
{
    private static readonly double[] labels = [0, 1, 2, 4];

    /// <summary>Classes beside the background.</summary>
    public static int Count => labels.Length - 1;

    /// <summary>A slice of a label map as the numbers of classes, 0 outside.</summary>
    /// <exception cref="UserException">Another label is there.</exception>
    public static PixelArray Of(Volume map, int slice)
    {
        var found = map.Slice(slice);
        var classes = new ushort[found.Length];
        for (var i = 0; i < found.Length; i++)
        {
            var number = Array.IndexOf(labels, found[i]);
            classes[i] = number >= 0
                ? (ushort)number
                : throw new UserException($"the label {found[i].ToString(CultureInfo.InvariantCulture)} is in it; 0, 1, 2 and 4 are understood");
        }

        return new PixelArray(map.Rows, map.Columns, 1, 8, classes);
    }
}
