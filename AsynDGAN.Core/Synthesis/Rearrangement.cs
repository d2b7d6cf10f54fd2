using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Synthesis;

/// <summary>A new picture of nuclei from those of another: each moved, turned and scaled, none upon another.</summary>
internal static class Rearrangement
{
    private const double SmallestScale = 0.8, LargestScale = 1.2;

    // A nucleus that finds no room in so many draws is left out.
    private const int Attempts = 40;

    /// <summary>
    /// The whole picture is mirrored and turned by quarters first. Nuclei that its border cuts stay at the border, since elsewhere
    /// their straight edges would show. The others are placed one after the other, the largest first, since they find room the
    /// hardest: anywhere, also cut by the border or touching others.
    /// </summary>
    /// <param name="nuclei">Square.</param>
    public static InstanceMap Draw(InstanceMap nuclei, SplitMix64 random)
    {
        var side = nuclei.Width;
        var placed = new int[nuclei.Labels.Length];
        var number = 0;
        var shapes = Turned(nuclei.Labels, side, random.Below(8)).Index().Where(pixel => pixel.Item > 0)
            .GroupBy(pixel => pixel.Item, pixel => pixel.Index)
            .Select(shape => (Label: shape.Key, Pixels: shape.ToHashSet()))
            .OrderByDescending(shape => IsCut(shape.Pixels, side)).ThenByDescending(shape => shape.Pixels.Count).ThenBy(shape => shape.Label);
        foreach (var (_, pixels) in shapes)
        {
            if (Place(pixels, placed, side, random) is { } place)
            {
                number++;
                Whole(place, side).ForEach(pixel => placed[pixel] = number);
            }
        }

        return new InstanceMap(side, side, placed);
    }

    private static List<int>? Place(HashSet<int> shape, int[] placed, int side, SplitMix64 random)
    {
        if (IsCut(shape, side))
        {
            return [.. shape];
        }

        var (middleRow, middleColumn) = (shape.Average(pixel => pixel / side), shape.Average(pixel => pixel % side));
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var moved = Moved(shape, middleRow, middleColumn, side, random);
            if (moved.Count > 0 && moved.TrueForAll(pixel => placed[pixel] == 0))
            {
                return moved;
            }
        }

        return null;
    }

    /// <summary>The largest connected part: turning may leave a pixel at a corner only.</summary>
    private static List<int> Whole(List<int> pixels, int side)
    {
        var mask = new bool[side * side];
        pixels.ForEach(pixel => mask[pixel] = true);
        var parts = ConnectedComponents.Of(new Mask(side, side, mask)).Labels;
        return [.. pixels.GroupBy(pixel => parts[pixel]).MaxBy(part => part.Count())!];
    }

    private static bool IsCut(HashSet<int> shape, int side) =>
        shape.Any(pixel => pixel / side == 0 || pixel / side == side - 1 || pixel % side == 0 || pixel % side == side - 1);

    /// <summary>One of the eight symmetries of the square.</summary>
    private static int[] Turned(int[] labels, int side, int symmetry)
    {
        var turned = new int[labels.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            var (row, column) = (symmetry & 4) > 0 ? (i % side, i / side) : (i / side, i % side);
            row = (symmetry & 2) > 0 ? side - 1 - row : row;
            column = (symmetry & 1) > 0 ? side - 1 - column : column;
            turned[row * side + column] = labels[i];
        }

        return turned;
    }

    /// <summary>Where a shape comes to lie: each pixel looks back to the shape's nearest one.</summary>
    private static List<int> Moved(HashSet<int> shape, double middleRow, double middleColumn, int side, SplitMix64 random)
    {
        var (angle, scale) = (random.Between(-Math.PI, Math.PI), random.Between(SmallestScale, LargestScale));
        var (row, column) = (random.Between(0, side), random.Between(0, side));
        var (cos, sin) = (Math.Cos(angle) / scale, Math.Sin(angle) / scale);
        var reach = (int)Math.Ceiling(scale * shape.Max(pixel => Math.Sqrt(Square(pixel / side - middleRow) + Square(pixel % side - middleColumn)))) + 1;
        var moved = new List<int>();
        for (var y = Math.Max(0, (int)row - reach); y <= Math.Min(side - 1, (int)row + reach); y++)
        {
            for (var x = Math.Max(0, (int)column - reach); x <= Math.Min(side - 1, (int)column + reach); x++)
            {
                var (fromRow, fromColumn) = (
                    (int)Math.Round(middleRow + cos * (y - row) - sin * (x - column)), (int)Math.Round(middleColumn + sin * (y - row) + cos * (x - column)));
                if (fromRow >= 0 && fromRow < side && fromColumn >= 0 && fromColumn < side && shape.Contains(fromRow * side + fromColumn))
                {
                    moved.Add(y * side + x);
                }
            }
        }

        return moved;
    }

    private static double Square(double value) => value * value;
}
