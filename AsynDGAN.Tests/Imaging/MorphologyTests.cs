using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Imaging;

public class MorphologyTests
{
    private static readonly (int Height, int Width, double Share, int Seed)[] shapes =
        [(1, 1, 0.5, 1), (1, 9, 0.4, 2), (7, 1, 0.4, 3), (2, 3, 0.5, 4), (13, 17, 0.3, 5), (17, 13, 0.6, 6), (16, 16, 0.85, 7), (20, 20, 0.05, 8)];

    [Test]
    public void Dilation_is_any_of_the_square_within_the_picture(
        [ValueSource(nameof(shapes))] (int, int, double, int) shape, [Values(1, 3, 5, 9)] int size)
    {
        var mask = Random(shape);
        AssertEach(Morphology.Dilate(mask, size), (row, column) => Square(mask, row, column, size).Any(value => value));
    }

    [Test]
    public void Erosion_is_all_of_the_square_within_the_picture(
        [ValueSource(nameof(shapes))] (int, int, double, int) shape, [Values(1, 3, 5, 9)] int size)
    {
        var mask = Random(shape);
        AssertEach(Morphology.Erode(mask, size), (row, column) => Square(mask, row, column, size).All(value => value));
    }

    [Test]
    public void Closing_gains_and_opening_loses_and_a_second_time_changes_nothing(
        [ValueSource(nameof(shapes))] (int, int, double, int) shape, [Values(3, 5)] int size)
    {
        var mask = Random(shape);
        var (closed, opened) = (Morphology.Close(mask, size), Morphology.Open(mask, size));
        AssertEach(mask, (row, column) => (mask[row, column] && closed[row, column]) || opened[row, column]);
        Assert.That(Morphology.Close(closed, size).Values, Is.EqualTo(closed.Values));
        Assert.That(Morphology.Open(opened, size).Values, Is.EqualTo(opened.Values));
    }

    [Test]
    public void The_outline_has_a_neighbour_outside([ValueSource(nameof(shapes))] (int, int, double, int) shape)
    {
        var mask = Random(shape);
        AssertEach(Morphology.Outline(mask), (row, column) => mask[row, column] && Square(mask, row, column, 3).Any(value => !value));
    }

    [Test]
    public void Holes_are_background_without_a_path_to_the_border([ValueSource(nameof(shapes))] (int, int, double, int) shape)
    {
        var mask = Random(shape);
        var parts = Parts(mask, inside: false, diagonals: false);
        var open = new HashSet<int>();
        for (var i = 0; i < mask.Values.Length; i++)
        {
            var (row, column) = (i / mask.Width, i % mask.Width);
            if (!mask.Values[i] && (row == 0 || column == 0 || row == mask.Height - 1 || column == mask.Width - 1))
            {
                open.Add(parts[i]);
            }
        }

        AssertEach(Morphology.FillHoles(mask), (row, column) =>
            mask[row, column] || !open.Contains(parts[row * mask.Width + column]));
    }

    [Test]
    public void The_largest_component_has_the_most_pixels([ValueSource(nameof(shapes))] (int, int, double, int) shape)
    {
        var mask = Random(shape);
        var parts = Parts(mask, inside: true, diagonals: true);
        var sizes = parts.Where((_, i) => mask.Values[i]).GroupBy(part => part).ToDictionary(group => group.Key, group => group.Count());

        // Parts are named by their first pixel, so the first of the largest is the one with the lowest name.
        var largest = sizes.OrderByDescending(size => size.Value).ThenBy(size => size.Key).Select(size => (int?)size.Key).FirstOrDefault();
        AssertEach(Morphology.LargestComponent(mask), (row, column) =>
            mask[row, column] && parts[row * mask.Width + column] == largest);
    }

    [Test]
    public void A_diagonal_ring_is_one_part_and_has_an_inside()
    {
        var ring = Pixels.Mask(
            "..#..",
            ".#.#.",
            "#...#",
            ".#.#.",
            "..#..");
        Assert.That(Morphology.LargestComponent(ring).Count, Is.EqualTo(8));
        Assert.That(Pixels.Text(Morphology.FillHoles(ring)), Is.EqualTo(new[] { "..#..", ".###.", "#####", ".###.", "..#.." }));
    }

    [Test]
    public void An_empty_mask_stays_empty_and_a_full_one_full()
    {
        var (empty, full) = (new Mask(4, 5, new bool[20]), new Mask(4, 5, Enumerable.Repeat(true, 20).ToArray()));
        foreach (var change in new Func<Mask, Mask>[]
                 {
                     mask => Morphology.Close(mask, 5), mask => Morphology.Open(mask, 3), Morphology.FillHoles, Morphology.LargestComponent,
                 })
        {
            Assert.That(change(empty).Count, Is.Zero);
            Assert.That(change(full).Count, Is.EqualTo(20));
        }

        Assert.That(Morphology.Outline(full).Count, Is.Zero);
    }

    [TestCase(0)]
    [TestCase(2)]
    [TestCase(-3)]
    public void An_even_size_is_refused(int size)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Morphology.Dilate(new Mask(2, 2, new bool[4]), size));
    }

    private static Mask Random((int Height, int Width, double Share, int Seed) shape)
    {
        return Pixels.RandomMask(shape.Height, shape.Width, shape.Share, shape.Seed);
    }

    private static IEnumerable<bool> Square(Mask mask, int row, int column, int size)
    {
        for (var y = Math.Max(0, row - size / 2); y <= Math.Min(mask.Height - 1, row + size / 2); y++)
        {
            for (var x = Math.Max(0, column - size / 2); x <= Math.Min(mask.Width - 1, column + size / 2); x++)
            {
                yield return mask[y, x];
            }
        }
    }

    /// <summary>Names each pixel of a kind by the first pixel of its part: the lowest name spreads until nothing changes.</summary>
    private static int[] Parts(Mask mask, bool inside, bool diagonals)
    {
        var names = Enumerable.Range(0, mask.Values.Length).ToArray();
        bool changed;
        do
        {
            changed = false;
            for (var i = 0; i < names.Length; i++)
            {
                for (var j = 0; j < names.Length; j++)
                {
                    var (down, right) = (Math.Abs(i / mask.Width - j / mask.Width), Math.Abs(i % mask.Width - j % mask.Width));
                    var adjacent = diagonals ? Math.Max(down, right) == 1 : down + right == 1;
                    if (adjacent && mask.Values[i] == inside && mask.Values[j] == inside && names[j] < names[i])
                    {
                        (names[i], changed) = (names[j], true);
                    }
                }
            }
        }
        while (changed);

        return names;
    }

    private static void AssertEach(Mask got, Func<int, int, bool> expected)
    {
        var values = Enumerable.Range(0, got.Values.Length).Select(i => expected(i / got.Width, i % got.Width));
        Assert.That(got.Values, Is.EqualTo(values));
    }
}
