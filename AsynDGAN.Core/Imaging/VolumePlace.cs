using System.Globalization;
using System.Numerics;

namespace AsynDGAN.Core.Imaging;

/// <summary>Where a volume lies in the body: millimetres towards right, anterior and superior.</summary>
/// <param name="Origin">Of the first voxel's centre.</param>
/// <param name="Slice">From a slice to the next.</param>
/// <param name="Row">From a row to the next.</param>
/// <param name="Column">From a column to the next.</param>
public sealed record VolumePlace(Vector3 Origin, Vector3 Slice, Vector3 Row, Vector3 Column)
{
    // Of a voxel's smallest side.
    private const double Tolerance = 0.1;

    /// <summary>Axes along the body's, as radiologists look at a slice, from the origin.</summary>
    internal static VolumePlace Plain(VoxelSpacing spacing) =>
        new(Vector3.Zero, new(0, 0, (float)spacing.Slice), new(0, -(float)spacing.Row, 0), new(-(float)spacing.Column, 0, 0));

    /// <summary>How a volume of the same shape lies elsewhere; null where every corner lies within 0.1 voxel of the other's.</summary>
    public static string? Difference(Volume volume, Volume other)
    {
        var smallest = new[] { other.Spacing.Slice, other.Spacing.Row, other.Spacing.Column }.Min();
        var away = Corners(volume).Zip(Corners(other), (a, b) => (double)Vector3.Distance(a, b)).Max();
        if (away <= Tolerance * smallest)
        {
            return null;
        }

        var axes = volume.FileAxes is { } own && other.FileAxes is { } its && own.Letters != its.Letters ? $"; its file's axes run {own.Letters}, the other's {its.Letters}" : "";
        var size = Text(volume.Spacing) == Text(other.Spacing) ? "" : $"; its voxels are of {Text(volume.Spacing)} mm, the other's of {Text(other.Spacing)}";
        return string.Create(CultureInfo.InvariantCulture, $"a corner of it lies {away:0.##} mm away ({away / smallest:0.#} voxels){size}{axes}");
    }

    private static IEnumerable<Vector3> Corners(Volume volume) =>
        from slice in Ends(volume.Slices)
        from row in Ends(volume.Rows)
        from column in Ends(volume.Columns)
        select volume.Place.Origin + slice * volume.Place.Slice + row * volume.Place.Row + column * volume.Place.Column;

    /// <summary>The first and the last voxel's middle; of one voxel alone its faces, since its middle does not tell its size.</summary>
    private static float[] Ends(int voxels) => voxels > 1 ? [0, voxels - 1] : [-0.5f, 0.5f];

    private static string Text(VoxelSpacing spacing) =>
        string.Create(CultureInfo.InvariantCulture, $"{spacing.Column:0.###}x{spacing.Row:0.###}x{spacing.Slice:0.###}");
}
