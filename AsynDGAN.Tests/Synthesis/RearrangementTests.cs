using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Synthesis;

namespace AsynDGAN.Tests.Synthesis;

public class RearrangementTests
{
    private const int Side = 64;

    [Test]
    public void Nuclei_are_moved_and_scaled_and_none_lies_upon_another()
    {
        var places = new HashSet<int>();
        for (var trial = 0; trial < 40; trial++)
        {
            var drawn = Rearrangement.Draw(Discs((20, 20, 7), (40, 44, 7)), Random(trial));
            var sizes = drawn.Labels.Where(label => label > 0).GroupBy(label => label).Select(nucleus => nucleus.Count()).ToArray();
            places.Add(Array.FindIndex(drawn.Labels, label => label > 0));

            // Whole discs of radius 7 times 0.8 to 1.2, or less where the border cuts them.
            Assert.That(sizes, Has.Length.InRange(1, 2));
            Assert.That(sizes, Is.All.LessThanOrEqualTo(Math.PI * Math.Pow(1.2 * 7.6, 2)));
            Assert.That(ConnectedComponents.Of(drawn.Inside()).Labels.Max(), Is.LessThanOrEqualTo(sizes.Length), "nuclei are not torn");
        }

        Assert.That(places, Has.Count.GreaterThan(30));
    }

    [Test]
    public void A_nucleus_that_the_border_cuts_stays_whole_at_the_border()
    {
        var cut = Discs((0, 30, 9));
        for (var trial = 0; trial < 20; trial++)
        {
            var drawn = Rearrangement.Draw(cut, Random(trial));
            Assert.That(drawn.Labels.Count(label => label > 0), Is.EqualTo(cut.Labels.Count(label => label > 0)));
            var edge = Enumerable.Range(0, Side).SelectMany(i => new[] { drawn[0, i], drawn[Side - 1, i], drawn[i, 0], drawn[i, Side - 1] });
            Assert.That(edge.Count(label => label > 0), Is.EqualTo(19), "its straight edge");
        }
    }

    [Test]
    public void A_crowd_that_finds_no_room_is_thinned_and_equal_states_draw_the_same()
    {
        var crowd = Discs([.. Enumerable.Range(0, 25).Select(i => (9 + i / 5 * 11, 9 + i % 5 * 11, 5))]);
        var (first, second) = (Rearrangement.Draw(crowd, Random(1)), Rearrangement.Draw(crowd, Random(1)));
        Assert.That(first.Labels, Is.EqualTo(second.Labels));
        Assert.That(first.Labels.Max(), Is.InRange(10, 25));
    }

    [Test]
    public void Nothing_stays_nothing() => Assert.That(Rearrangement.Draw(Discs(), Random(1)).Labels, Is.All.Zero);

    private static SplitMix64 Random(int trial) => SplitMix64.For(trial, RandomPurpose.Synthesis);

    private static InstanceMap Discs(params (int Row, int Column, int Radius)[] discs) => new(Side, Side,
    [
        .. Enumerable.Range(0, Side * Side).Select(i => 1 + Array.FindLastIndex(discs, disc => double.Hypot(i / Side - disc.Row, i % Side - disc.Column) <= disc.Radius)),
    ]);
}
