using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Phantom;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Data.Phantom;

public class PhantomSourceTests
{
    private static readonly PhantomOptions options = new() { Patients = 4, Slices = 3 };
    private static readonly CaseSet shared = new PhantomSource(options).Read(2);

    [Test]
    public void It_has_as_many_institutions_patients_and_slices_as_asked()
    {
        var set = new PhantomSource(new PhantomOptions { Institutions = 3, Patients = 2, Slices = 5 }).Read(2);
        Assert.That(set.Cases.GroupBy(@case => @case.Institution).Select(own => (own.Key, own.Count())),
            Is.EqualTo(new[] { ("site-1", 2), ("site-2", 2), ("site-3", 2) }));
        Assert.That(set.Cases.Select(@case => @case.Patient), Is.Unique);
        Assert.That(set.Cases.Select(@case => @case.Slices.Count), Is.All.EqualTo(5));
    }

    [Test]
    public void Pictures_are_8_bit_on_black_with_masks_of_0_and_255()
    {
        foreach (var slice in Slices(shared))
        {
            Assert.That((slice.Image.Height, slice.Image.Width, slice.Image.Channels, slice.Image.Bits), Is.EqualTo((96, 96, 1, 8)));
            Assert.That(slice.Image.Values.Max(), Is.LessThanOrEqualTo(255));
            Assert.That(slice.Mask.Values.Distinct(), Is.EquivalentTo(new[] { 0, 255 }));
            for (var i = 0; i < 96; i++)
            {
                Assert.That((slice.Image[0, i], slice.Image[95, i], slice.Image[i, 0], slice.Image[i, 95]), Is.EqualTo((0, 0, 0, 0)));
            }
        }
    }

    [Test]
    public void The_tumour_is_brighter_than_the_brain_but_not_than_the_scalp_so_that_a_threshold_is_not_enough()
    {
        foreach (var slice in Slices(shared).Concat(Slices(new PhantomSource(options with { Style = PhantomStyle.Varied }).Read(2))))
        {
            var head = Values(slice, 0).Where(value => value > 0).Order().ToArray();
            var tumour = Values(slice, 255).Average();
            Assert.That(tumour, Is.GreaterThan(1.2 * head[head.Length / 2]));
            Assert.That(tumour, Is.LessThan(head[head.Length * 95 / 100]));
            Assert.That(Values(slice, 255).Min(), Is.GreaterThan(0), "the tumour lies in the head");
        }
    }

    [Test]
    public void Institutions_differ_in_tumour_size_and_place()
    {
        var sites = shared.Cases.GroupBy(@case => @case.Institution).Select(own => own.SelectMany(@case => @case.Slices).ToArray()).ToArray();
        var areas = sites.Select(own => own.Average(slice => slice.Mask.Values.Count(value => value > 0))).ToArray();
        Assert.That(areas, Is.Ordered.Ascending);
        Assert.That(areas[^1], Is.GreaterThan(3 * areas[0]));

        var places = sites.Select(own => (
            X: own.Average(slice => Inside(slice.Mask).Average(i => i % 96)), Y: own.Average(slice => Inside(slice.Mask).Average(i => i / 96)))).ToArray();
        Assert.That(places[2].Y - places[0].Y, Is.GreaterThan(25), "the first in front, the third behind");
        Assert.That(places[1].X - places[3].X, Is.GreaterThan(20), "the second right, the fourth left");
    }

    [Test]
    public void Styles_change_grey_values_but_not_shapes()
    {
        var varied = new PhantomSource(options with { Style = PhantomStyle.Varied }).Read(2);
        Assert.That(Slices(varied).Zip(Slices(shared)).All(pair => pair.First.Mask.Values.SequenceEqual(pair.Second.Mask.Values)));
        Assert.That(Spread(varied), Is.GreaterThan(3 * Spread(shared)));
    }

    [Test]
    public void The_number_of_threads_makes_no_difference()
    {
        var set = new PhantomSource(options).Read(4);
        Assert.That(Slices(set).Zip(Slices(shared)).All(pair => pair.First.Image.Values.SequenceEqual(pair.Second.Image.Values)));
        Assert.That(set.Cases.Select(@case => @case.Name), Is.EqualTo(shared.Cases.Select(@case => @case.Name)));
    }

    [Test]
    public void The_fingerprint_tells_options_apart()
    {
        var small = new PhantomOptions { Institutions = 2, Patients = 1, Slices = 1 };
        PhantomOptions[] others =
            [small, small with { Institutions = 1 }, small with { Patients = 2 }, small with { Slices = 2 }, small with { Style = PhantomStyle.Varied }, small with { Object = PhantomObject.Vessels }];
        Assert.That(others.Select(other => new PhantomSource(other).Read(2).Fingerprint), Is.Unique);
        Assert.That(new PhantomSource(small with { }).Read(1).Fingerprint, Is.EqualTo(new PhantomSource(small).Read(2).Fingerprint));
    }

    [Test]
    public void Vessels_are_bright_branching_lines_of_at_most_three_pixels_within_the_head()
    {
        foreach (var slice in Slices(new PhantomSource(options with { Object = PhantomObject.Vessels }).Read(2)))
        {
            var mask = new Mask(96, 96, [.. slice.Mask.Values.Select(value => value > 0)]);
            Assert.That(mask.Count, Is.InRange(200, 1800));
            Assert.That(Values(slice, 255).Min(), Is.GreaterThan(0), "they lie in the head");
            Assert.That(Values(slice, 255).Average(), Is.GreaterThan(1.5 * Values(slice, 0).Where(value => value > 0).Average()));

            // Where two lines meet they are thicker than either: few pixels have only mask within two of them.
            var thick = Enumerable.Range(0, 96 * 96).Count(i => Neighbours(i).All(at => mask.Values[at]));
            Assert.That(thick, Is.LessThan(0.05 * mask.Count));

            // The ends of lines: a picture of one line has two, of trees many.
            var ends = Enumerable.Range(0, 96 * 96).Count(i => mask.Values[i] && Neighbours(i).Count(at => mask.Values[at]) <= 6);
            Assert.That(ends, Is.GreaterThan(6));
        }

        static IEnumerable<int> Neighbours(int at) =>
            from down in Enumerable.Range(-2, 5)
            from right in Enumerable.Range(-2, 5)
            select Math.Clamp(at / 96 + down, 0, 95) * 96 + Math.Clamp(at % 96 + right, 0, 95);
    }

    private static IEnumerable<CaseSlice> Slices(CaseSet set) => set.Cases.SelectMany(@case => @case.Slices);

    private static IEnumerable<int> Values(CaseSlice slice, int mask) =>
        slice.Image.Values.Zip(slice.Mask.Values).Where(pixel => pixel.Second == mask).Select(pixel => (int)pixel.First);

    private static IEnumerable<int> Inside(PixelArray mask) =>
        Enumerable.Range(0, mask.Values.Length).Where(i => mask.Values[i] > 0);

    /// <summary>The deviation between institutions of the mean grey value of heads.</summary>
    private static double Spread(CaseSet set)
    {
        var means = set.Cases.GroupBy(@case => @case.Institution)
            .Select(own => own.SelectMany(@case => @case.Slices).SelectMany(slice => Values(slice, 0).Where(value => value > 0)).Average())
            .ToArray();
        return Math.Sqrt(means.Average(mean => Math.Pow(mean - means.Average(), 2)));
    }
}
