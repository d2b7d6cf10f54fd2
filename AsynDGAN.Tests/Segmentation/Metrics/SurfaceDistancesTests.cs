using AsynDGAN.Core.Segmentation.Metrics;
using FsCheck;
using FsCheck.Fluent;

namespace AsynDGAN.Tests.Segmentation.Metrics;

public class SurfaceDistancesTests
{
    [Test]
    public void Distances_equal_those_between_all_surface_pixels() => Prop.ForAll(MaskPair.Any, pair =>
    {
        if (pair.Prediction.Count == 0 || pair.Reference.Count == 0)
        {
            return Numbers(pair.Distances).All(number => number is null);
        }

        var (shape, a, b) = (pair.Prediction.Shape, BruteForce.Surface(pair.Prediction), BruteForce.Surface(pair.Reference));
        var (there, back) = (BruteForce.Nearest(shape, a, b, pair.Spacing), BruteForce.Nearest(shape, b, a, pair.Spacing));
        double[] expected =
        [
            there.Concat(back).Max(),
            Percentile95([.. there, .. back]),
            Math.Max(Percentile95(there), Percentile95(back)),
            (there.Sum() + back.Sum()) / (there.Length + back.Length),
        ];
        return AreClose(Numbers(pair.Distances), expected);
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Exchanging_the_masks_changes_nothing() =>
        Prop.ForAll(MaskPair.Any, pair => AreClose(Numbers(pair.Distances), Numbers(pair.Swapped.Distances))).QuickCheckThrowOnFailure();

    [Test]
    public void Flipping_both_masks_along_all_axes_changes_nothing() => Prop.ForAll(MaskPair.Any, pair =>
    {
        var flipped = new MaskPair(Reversed(pair.Prediction), Reversed(pair.Reference), pair.Spacing);
        return flipped.Overlap == pair.Overlap && AreClose(Numbers(flipped.Distances), Numbers(pair.Distances));
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Exchanging_the_axes_with_their_spacing_changes_nothing() => Prop.ForAll(MaskPair.Any, pair =>
    {
        var turned = new MaskPair(Transposed(pair.Prediction), Transposed(pair.Reference), [.. pair.Spacing.Reverse()]);
        return AreClose(Numbers(turned.Distances), Numbers(pair.Distances));
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Background_around_both_masks_changes_nothing() => Prop.ForAll(MaskPair.Any, pair =>
    {
        var padded = new MaskPair(Padded(pair.Prediction), Padded(pair.Reference), pair.Spacing);
        return AreClose(Numbers(padded.Distances), Numbers(pair.Distances));
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Distances_grow_with_the_spacing() => Prop.ForAll(MaskPair.Any, pair =>
    {
        var stretched = pair with { Spacing = Array.ConvertAll(pair.Spacing, step => 3 * step) };
        return AreClose(Numbers(stretched.Distances), [.. Numbers(pair.Distances).Select(number => 3 * number)]);
    }).QuickCheckThrowOnFailure();

    [Test]
    public void No_measure_exceeds_the_hausdorff_distance_and_that_not_the_diagonal() => Prop.ForAll(MaskPair.Any, pair =>
    {
        var diagonal = BruteForce.Distance(pair.Prediction.Shape, 0, pair.Prediction.Values.Length - 1, pair.Spacing);
        return Numbers(pair.Distances).All(number =>
            number is null || (number >= 0
                && number <= pair.Distances.HausdorffDistance * (1 + 1e-15)
                && number <= diagonal * (1 + 1e-12)));
    }).QuickCheckThrowOnFailure();

    [Test]
    public void A_mask_has_no_distance_from_itself() => Prop.ForAll(MaskPair.Any, pair =>
        Numbers(SurfaceDistances.Between(pair.Reference, pair.Reference, pair.Spacing))
            .All(number => number == (pair.Reference.Count == 0 ? null : 0.0))).QuickCheckThrowOnFailure();

    [Test]
    public void Opposite_corners_of_a_brain_volume_lie_its_diagonal_apart()
    {
        var (first, last) = (new bool[155 * 240 * 240], new bool[155 * 240 * 240]);
        (first[0], last[^1]) = (true, true);
        var distances = SurfaceDistances.Between(new([155, 240, 240], first), new([155, 240, 240], last), [2, 1, 0.5]);
        var diagonal = Math.Sqrt(Math.Pow(2 * 154, 2) + 239 * 239 + Math.Pow(0.5 * 239, 2));
        Assert.That(Numbers(distances), Is.All.EqualTo(diagonal).Within(1e-12 * diagonal));
    }

    [Test]
    public void A_spacing_that_does_not_suit_is_refused([Values(0, -1, double.NaN, double.PositiveInfinity)] double step)
    {
        var mask = new BinaryVolume([2, 2], new bool[4]);
        Assert.That(() => SurfaceDistances.Between(mask, mask, [1, step]), Throws.ArgumentException);
        Assert.That(() => SurfaceDistances.Between(mask, mask, [1, 1, 1]), Throws.ArgumentException);
    }

    private static double?[] Numbers(SurfaceDistances distances) =>
    [
        distances.HausdorffDistance, distances.Hausdorff95Pooled, distances.Hausdorff95MaxDirected,
        distances.AverageSymmetricSurfaceDistance,
    ];

    private static bool AreClose(double?[] got, double[] expected) => AreClose(got, Array.ConvertAll(expected, number => (double?)number));

    private static bool AreClose(double?[] got, double?[] expected) => got.Zip(expected).All(pair =>
        pair is (null, null) || (pair is ({ } a, { } b) && Math.Abs(a - b) <= 1e-12 * b));

    private static double Percentile95(double[] values)
    {
        var sorted = values.Order().ToArray();
        var position = 0.95 * (sorted.Length - 1);
        var (below, above) = ((int)Math.Floor(position), (int)Math.Ceiling(position));
        return sorted[below] * (1 - (position - below)) + sorted[above] * (position - below);
    }

    private static BinaryVolume Reversed(BinaryVolume volume) => new(volume.Shape, [.. volume.Values.Reverse()]);

    /// <summary>The axes in reverse order.</summary>
    private static BinaryVolume Transposed(BinaryVolume volume)
    {
        int[] shape = [.. volume.Shape.Reverse()];
        return Drawn(shape, place => volume.Values[Place(volume.Shape, [.. BruteForce.Coordinates(shape, place).Reverse()])]);
    }

    /// <summary>Background: one pixel before and two behind along each axis.</summary>
    private static BinaryVolume Padded(BinaryVolume volume)
    {
        int[] shape = [.. volume.Shape.Select(length => length + 3)];
        return Drawn(shape, place =>
        {
            int[] coordinates = [.. BruteForce.Coordinates(shape, place).Select(coordinate => coordinate - 1)];
            return coordinates.Zip(volume.Shape).All(pair => pair.First >= 0 && pair.First < pair.Second)
                && volume.Values[Place(volume.Shape, coordinates)];
        });
    }

    private static int Place(IReadOnlyList<int> shape, int[] coordinates) =>
        shape.Zip(coordinates).Aggregate(0, (place, pair) => place * pair.First + pair.Second);

    private static BinaryVolume Drawn(int[] shape, Func<int, bool> value) =>
        new(shape, [.. Enumerable.Range(0, shape.Aggregate(1, (product, length) => product * length)).Select(value)]);
}
