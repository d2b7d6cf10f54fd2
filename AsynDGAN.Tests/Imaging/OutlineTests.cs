using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests.Imaging;

public class OutlineTests
{
    [Test]
    public void Random_outlines_are_filled_as_point_in_polygon_says_for_every_pixel()
    {
        var random = SplitMix64.For(3, RandomPurpose.Phantom);
        for (var trial = 0; trial < 60; trial++)
        {
            var (height, width) = (5 + random.Below(30), 5 + random.Below(30));

            // They cross themselves, each other and the picture's border; half of them have whole coordinates.
            var outlines = Enumerable.Range(0, 6).Select(_ => Drawn(3 + random.Below(8), random.NextDouble() < 0.5)).ToArray();
            var map = Outline.Rasterise(outlines, height, width);
            for (var row = 0; row < height; row++)
            {
                for (var column = 0; column < width; column++)
                {
                    var expected = 1 + Array.FindLastIndex(outlines, outline => IsInside(outline, column + 0.5, row + 0.5));
                    Assert.That(map[row, column], Is.EqualTo(expected), $"trial {trial}, {row}, {column}");
                }
            }

            Outline Drawn(int vertices, bool whole) => new(
                [.. Enumerable.Range(0, vertices).Select(_ => Place(width, whole))], [.. Enumerable.Range(0, vertices).Select(_ => Place(height, whole))]);
        }

        double Place(int side, bool whole)
        {
            var place = random.Between(-0.3 * side, 1.3 * side);
            return whole ? Math.Round(place) : place;
        }
    }

    [Test]
    public void An_open_outline_is_the_same_as_a_closed_one()
    {
        var open = new Outline([1, 6, 6, 1], [1, 1, 5, 5]);
        var closed = new Outline([1, 6, 6, 1, 1], [1, 1, 5, 5, 1]);
        var map = Outline.Rasterise([open], 8, 8);
        Assert.That(map.Labels, Is.EqualTo(Outline.Rasterise([closed], 8, 8).Labels));
        Assert.That(map.Labels.Count(label => label == 1), Is.EqualTo(20));
    }

    [Test]
    public void A_hole_takes_its_inside_away_and_later_outlines_win()
    {
        var square = new Outline([0, 8, 8, 0], [0, 0, 8, 8]);
        var hole = new Outline([2, 5, 5, 2], [2, 2, 5, 5], IsHole: true);
        var later = new Outline([4, 6, 6, 4], [4, 4, 6, 6]);
        var map = Outline.Rasterise([square, hole, later], 8, 8);
        Assert.That((map[1, 1], map[3, 3], map[4, 4], map[5, 5], map[7, 7]), Is.EqualTo((1, 0, 3, 3, 1)));
    }

    [Test]
    public void An_outline_far_outside_or_without_an_area_paints_nothing()
    {
        Outline[] outlines = [new([-1e7, -1e6, -1e6], [-1e7, 1e7, 1e6]), new([3, 3], [1, 5]), new([2], [2]), new([], [])];
        Assert.That(Outline.Rasterise(outlines, 8, 8).Labels, Is.All.EqualTo(0));
    }

    [Test]
    public void An_outline_around_the_whole_picture_fills_it() =>
        Assert.That(Outline.Rasterise([new([-9, 99, 99, -9], [-9, -9, 99, 99])], 7, 5).Labels, Is.All.EqualTo(1));

    /// <summary>The plain test: crossings of a ray to the right.</summary>
    private static bool IsInside(Outline outline, double x, double y)
    {
        var inside = false;
        for (int to = 0, from = outline.X.Count - 1; to < outline.X.Count; from = to++)
        {
            var (x1, y1, x2, y2) = (outline.X[from], outline.Y[from], outline.X[to], outline.Y[to]);
            if ((y1 > y) != (y2 > y) && x < (x2 - x1) * ((y - y1) / (y2 - y1)) + x1)
            {
                inside = !inside;
            }
        }

        return inside;
    }
}
