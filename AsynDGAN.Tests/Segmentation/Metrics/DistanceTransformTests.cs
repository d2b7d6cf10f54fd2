using AsynDGAN.Core.Segmentation.Metrics;
using FsCheck;
using FsCheck.Fluent;

namespace AsynDGAN.Tests.Segmentation.Metrics;

public class DistanceTransformTests
{
    [Test]
    public void Distances_equal_those_to_every_point() => Prop.ForAll(MaskPair.Any, pair =>
    {
        var grid = pair.Reference;
        var all = Enumerable.Range(0, grid.Values.Length).ToArray();
        var points = all.Where(place => grid.Values[place]).ToArray();
        var squared = DistanceTransform.Squared(grid, points, pair.Spacing);
        return points.Length == 0
            ? squared.All(double.IsPositiveInfinity)
            : squared.Zip(BruteForce.Nearest(grid.Shape, all, points, pair.Spacing))
                .All(both => Math.Abs(Math.Sqrt(both.First) - both.Second) <= 1e-13 * both.Second);
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Every_pixel_of_a_long_line_finds_the_nearer_of_two_points()
    {
        var line = new BinaryVolume([1, 10_000], new bool[10_000]);
        var squared = DistanceTransform.Squared(line, [17, 9_000], [1, 0.5]);
        Assert.That(
            squared,
            Is.EqualTo(Enumerable.Range(0, 10_000).Select(place =>
                Math.Min(Math.Pow(0.5 * (place - 17), 2), Math.Pow(0.5 * (place - 9_000), 2)))));
    }
}
