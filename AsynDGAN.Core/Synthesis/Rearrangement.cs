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
    /// Places the nuclei one after the other, the largest first, since they find room the hardest. A place is drawn evenly over
    /// the picture, whose border may cut a nucleus; nuclei may touch.
    /// </summary>
    public static InstanceMap Draw(InstanceMap nuclei, SplitMix64 random)
    {
        var (height, width) = (nuclei.Height, nuclei.Width);
        var placed = new int[height * width];
        var number = 0;
        var shapes = nuclei.Labels.Index().Where(pixel => pixel.Item > 0).GroupBy(pixel => pixel.Item, pixel => pixel.Index)
            .OrderByDescending(shape => shape.Count()).ThenBy(shape => shape.Key);
        foreach (var shape in shapes)
        {
            var (pixels, label) = (shape.ToHashSet(), number + 1);
            var (middleRow, middleColumn) = (pixels.Average(pixel => pixel / width), pixels.Average(pixel => pixel % width));
            for (var attempt = 0; attempt < Attempts && number < label; attempt++)
            {
                var moved = Moved(pixels, middleRow, middleColumn, height, width, random);
                if (moved.Count > 0 && moved.TrueForAll(pixel => placed[pixel] == 0))
                {
                    moved.ForEach(pixel => placed[pixel] = label);
                    number = label;
                }
            }
        }

        return new InstanceMap(height, width, placed);
    }

    /// <summary>Where a shape comes to lie: each pixel looks back to the shape's nearest one.</summary>
    private static List<int> Moved(HashSet<int> shape, double middleRow, double middleColumn, int height, int width, SplitMix64 random)
    {
        var (angle, scale) = (random.Between(-Math.PI, Math.PI), random.Between(SmallestScale, LargestScale));
        var (row, column) = (random.Between(0, height), random.Between(0, width));
        var (cos, sin) = (Math.Cos(angle) / scale, Math.Sin(angle) / scale);
        var reach = (int)Math.Ceiling(scale * shape.Max(pixel => Math.Sqrt(Square(pixel / width - middleRow) + Square(pixel % width - middleColumn)))) + 1;
        var moved = new List<int>();
        for (var y = Math.Max(0, (int)row - reach); y <= Math.Min(height - 1, (int)row + reach); y++)
        {
            for (var x = Math.Max(0, (int)column - reach); x <= Math.Min(width - 1, (int)column + reach); x++)
            {
                var (fromRow, fromColumn) = (
                    (int)Math.Round(middleRow + cos * (y - row) - sin * (x - column)), (int)Math.Round(middleColumn + sin * (y - row) + cos * (x - column)));
                if (fromRow >= 0 && fromRow < height && fromColumn >= 0 && fromColumn < width && shape.Contains(fromRow * width + fromColumn))
                {
                    moved.Add(y * width + x);
                }
            }
        }

        return moved;
    }

    private static double Square(double value) => value * value;
}
