using AsynDGAN.Core.Segmentation.Metrics;

namespace AsynDGAN.Tests.Segmentation.Metrics;

/// <summary>The definitions word by word: every pixel with every other.</summary>
internal static class BruteForce
{
    public static int[] Coordinates(IReadOnlyList<int> shape, int place)
    {
        var coordinates = new int[shape.Count];
        for (var axis = shape.Count - 1; axis >= 0; axis--)
        {
            (place, coordinates[axis]) = Math.DivRem(place, shape[axis]);
        }

        return coordinates;
    }

    public static double Distance(IReadOnlyList<int> shape, int a, int b, double[] spacing)
    {
        var (one, other) = (Coordinates(shape, a), Coordinates(shape, b));
        return Math.Sqrt(Enumerable.Range(0, shape.Count).Sum(axis => Math.Pow((one[axis] - other[axis]) * spacing[axis], 2)));
    }

    /// <summary>The pixels that miss one of their neighbours, which are the two pixels one step away along each axis.</summary>
    public static int[] Surface(BinaryVolume volume)
    {
        var steps = Enumerable.Repeat(1.0, volume.Shape.Count).ToArray();
        var inside = Enumerable.Range(0, volume.Values.Length).Where(place => volume.Values[place]).ToArray();
        return [.. inside.Where(place => inside.Count(other => Distance(volume.Shape, place, other, steps) == 1) < 2 * volume.Shape.Count)];
    }

    /// <summary>From every one of some points to the nearest of others.</summary>
    public static double[] Nearest(IReadOnlyList<int> shape, int[] from, int[] to, double[] spacing) =>
        Array.ConvertAll(from, place => to.Min(other => Distance(shape, place, other, spacing)));
}
