using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Imaging;

public class ConnectedComponentsTests
{
    [Test]
    public void Parts_are_connected_over_sides_only_and_numbered_by_their_first_pixels()
    {
        var map = ConnectedComponents.Of(Mask("##..#", "#..##", ".#..."));
        Assert.That(map.Labels, Is.EqualTo(new[] { 1, 1, 0, 0, 2, 1, 0, 0, 2, 2, 0, 3, 0, 0, 0 }));
    }

    [Test]
    public void Nothing_has_no_parts() => Assert.That(ConnectedComponents.Of(Mask("...", "...")).Labels, Is.All.Zero);

    [Test]
    public void Objects_grow_step_by_step_within_the_free_pixels_and_never_over_each_other()
    {
        var start = new InstanceMap(1, 7, [7, 0, 0, 0, 0, 3, 0]);
        var within = Mask("######.");
        Assert.That(ConnectedComponents.Grow(start, within, 1).Labels, Is.EqualTo(new[] { 7, 7, 0, 0, 3, 3, 0 }));
        Assert.That(ConnectedComponents.Grow(start, within, 9).Labels, Is.EqualTo(new[] { 7, 7, 7, 3, 3, 3, 0 }));
    }

    [Test]
    public void Touching_nuclei_come_apart_along_their_boundary_and_keep_all_pixels()
    {
        var apart = TouchingNuclei.Apart(Mask("######", "######", "######"), Mask("..##..", "..##..", "..##.."));
        Assert.That(apart.Labels, Is.EqualTo(Enumerable.Repeat<int[]>([1, 1, 1, 2, 2, 2], 3).SelectMany(row => row)));
    }

    private static Mask Mask(params string[] rows) => new(rows.Length, rows[0].Length, [.. string.Concat(rows).Select(pixel => pixel == '#')]);
}
