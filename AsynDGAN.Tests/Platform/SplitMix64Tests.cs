using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests.Platform;

public class SplitMix64Tests
{
    [Test]
    public void It_gives_the_published_sequence()
    {
        // First outputs of the reference implementation for the seed 1234567.
        var random = new SplitMix64(1234567);
        var got = Enumerable.Range(0, 3).Select(_ => random.Next()).ToArray();
        Assert.That(got, Is.EqualTo(new[] { 6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL }));
    }

    [Test]
    public void Seeds_differ_by_every_part()
    {
        var seeds = new[]
        {
            SplitMix64.Seed(1, RandomPurpose.Order, "A", 0), SplitMix64.Seed(2, RandomPurpose.Order, "A", 0),
            SplitMix64.Seed(1, RandomPurpose.Noise, "A", 0), SplitMix64.Seed(1, RandomPurpose.Order, "B", 0),
            SplitMix64.Seed(1, RandomPurpose.Order, "A", 1), SplitMix64.Seed(1, RandomPurpose.Order, "", 'A'),
            SplitMix64.Seed(1, RandomPurpose.Order, "AA", 0), SplitMix64.Seed(1, RandomPurpose.Order, "", 0),
        };
        Assert.That(seeds, Is.Unique);
    }

    [Test]
    public void A_permutation_holds_every_index_once([Values(1, 2, 17, 1000)] int count) =>
        Assert.That(new SplitMix64(3).Permutation(count), Is.EquivalentTo(Enumerable.Range(0, count)));

    [Test]
    public void Below_is_uniform()
    {
        var random = new SplitMix64(5);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.Below(7)]++;
        }

        // Six standard deviations of a count with mean 10,000.
        Assert.That(counts, Has.All.InRange(10_000 - 560, 10_000 + 560));
    }

    [Test]
    public void Normal_numbers_have_mean_0_and_deviation_1()
    {
        var random = new SplitMix64(7);
        var values = Enumerable.Range(0, 100_000).Select(_ => random.NextNormal()).ToArray();
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        Assert.Multiple(() =>
        {
            Assert.That(mean, Is.EqualTo(0).Within(0.02));
            Assert.That(deviation, Is.EqualTo(1).Within(0.02));
        });
    }
}
