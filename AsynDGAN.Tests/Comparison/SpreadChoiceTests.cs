using AsynDGAN.Core.Comparison;

namespace AsynDGAN.Tests.Comparison;

public class SpreadChoiceTests
{
    private static readonly string[] sites = [.. Enumerable.Repeat("a", 7), .. Enumerable.Repeat("b", 2), .. Enumerable.Repeat("a", 3), "c"];

    /// <summary>Of 10, 2 and 1 of 13: 6 are 4.6, 0.9 and 0.5; 7 are 5.4, 1.1 and 0.5; 11 are 8.5, 1.7 and 0.8.</summary>
    [TestCase(0, 0, 0, 0)]
    [TestCase(6, 5, 1, 0)]
    [TestCase(7, 5, 1, 1)]
    [TestCase(11, 8, 2, 1)]
    [TestCase(13, 10, 2, 1)]
    public void A_site_keeps_its_share_by_largest_remainders(int count, int a, int b, int c)
    {
        var kept = SpreadChoice.Of(sites, count, seed: 1);
        Assert.That(new[] { "a", "b", "c" }.Select(site => kept.Count(position => sites[position] == site)), Is.EqualTo(new[] { a, b, c }));
        Assert.That(kept, Is.Ordered.And.Unique);
    }

    [Test]
    public void The_choice_is_the_seeds_and_every_image_has_its_chance()
    {
        var kept = SpreadChoice.Of(sites, 6, seed: 1);
        Assert.That(SpreadChoice.Of([.. sites], 6, seed: 1), Is.EqualTo(kept));
        var times = Enumerable.Range(0, 2000).SelectMany(seed => SpreadChoice.Of(sites, 6, seed)).CountBy(position => position).ToDictionary();
        Assert.That(Enumerable.Range(0, 13).Where(i => sites[i] == "a").Select(i => times[i]), Is.All.InRange(900, 1100), "5 of 10");
        Assert.That(Enumerable.Range(7, 2).Select(i => times[i]), Is.All.InRange(900, 1100), "1 of 2");
    }

    [Test]
    public void Of_a_smaller_number_a_site_keeps_none_that_it_would_not_keep_of_a_larger()
    {
        var more = SpreadChoice.Of(sites, 11, seed: 5);
        Assert.That(SpreadChoice.Of(sites, 6, seed: 5), Is.SubsetOf(more));
    }
}
