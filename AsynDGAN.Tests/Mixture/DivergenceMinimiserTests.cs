using AsynDGAN.Core.Mixture;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests.Mixture;

public class DivergenceMinimiserTests
{
    private static readonly double[][] Disjoint = [[0.5, 0.5, 0, 0, 0], [0, 0, 0.25, 0.75, 0], [0, 0, 0, 0, 1]];

    [Test]
    public void Disjoint_components_at_6_3_1_end_at_763_230_7_thousandths()
    {
        var q = DivergenceMinimiser.Of(Disjoint, [0.6, 0.3, 0.1]);
        double[] masses = [q[0] + q[1], q[2] + q[3], q[4]];
        Assert.That(masses, Is.EqualTo(new[] { 0.763, 0.230, 0.007 }).Within(0.0005));
        Assert.That(q.Sum(), Is.EqualTo(1).Within(1e-12));
        Assert.That(q[3] / q[2], Is.EqualTo(3).Within(1e-9), "within a component the shape is its own");
    }

    [Test]
    public void Disjoint_components_of_equal_weight_keep_it()
    {
        var q = DivergenceMinimiser.Of(Disjoint, [1.0 / 3, 1.0 / 3, 1.0 / 3]);
        Assert.That(q[4], Is.EqualTo(1.0 / 3).Within(1e-9));
    }

    [Test]
    public void Equal_components_are_their_own_minimiser()
    {
        double[] p = [0.1, 0, 0.4, 0.5];
        Assert.That(DivergenceMinimiser.Of([p, p], [0.3, 0.7]), Is.EqualTo(p).Within(1e-9));
    }

    [Test]
    public void No_other_distribution_near_or_far_has_a_lower_objective()
    {
        var random = new SplitMix64(11);
        var components = Enumerable.Range(0, 3).Select(_ => Random(6)).ToArray();
        double[] weights = [0.5, 0.3, 0.2];
        var q = DivergenceMinimiser.Of(components, weights);
        var least = DivergenceMinimiser.Objective(components, weights, q);
        for (var i = 0; i < 200; i++)
        {
            var (other, share) = (Random(6), Math.Pow(10, -random.Between(0, 4)));
            double[] moved = [.. q.Zip(other, (a, b) => (1 - share) * a + share * b)];
            Assert.That(DivergenceMinimiser.Objective(components, weights, moved), Is.GreaterThanOrEqualTo(least - 1e-14));
        }

        double[] mixture = [.. Enumerable.Range(0, 6).Select(bin => components.Zip(weights, (p, w) => w * p[bin]).Sum())];
        Assert.That(DivergenceMinimiser.Objective(components, weights, mixture), Is.GreaterThan(least + 1e-6), "the mixture is not it");

        double[] Random(int bins)
        {
            double[] values = [.. Enumerable.Range(0, bins).Select(_ => random.NextDouble() * random.NextDouble())];
            return [.. values.Select(v => v / values.Sum())];
        }
    }

    [Test]
    public void Two_bins_are_those_of_a_search_through_all()
    {
        double[][] components = [[0.9, 0.1], [0.2, 0.8]];
        double[] weights = [0.7, 0.3];
        var best = Enumerable.Range(1, 9999).Select(i => i / 10_000.0).MinBy(a => DivergenceMinimiser.Objective(components, weights, [a, 1 - a]));
        Assert.That(DivergenceMinimiser.Of(components, weights)[0], Is.EqualTo(best).Within(1e-4));
    }
}
