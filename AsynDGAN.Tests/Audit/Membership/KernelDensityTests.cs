using AsynDGAN.Core.Audit.Membership;
using AsynDGAN.Core.Fidelity;

namespace AsynDGAN.Tests.Audit.Membership;

public class KernelDensityTests
{
    [Test]
    public void It_is_the_mean_of_normal_densities_as_wide_as_Scotts_rule_says()
    {
        double[] points = [-1, 0, 0.5, 2];
        var density = new KernelDensity(Of([.. points.Select(point => new[] { point })]));
        var mean = points.Average();
        var deviation = Math.Sqrt(points.Average(point => (point - mean) * (point - mean))) * Math.Pow(4, -1.0 / 5);
        foreach (var at in new[] { -3, 0.2, 1.7 })
        {
            var expected = points.Average(point => Math.Exp(-Math.Pow((at - point) / deviation, 2) / 2) / (deviation * Math.Sqrt(2 * Math.PI)));
            Assert.That(density.LogAt([at]), Is.EqualTo(Math.Log(expected)).Within(1e-12));
        }
    }

    [Test]
    public void It_integrates_to_1_in_the_plane()
    {
        var density = new KernelDensity(Of([[0, 0], [1, 2], [2, 3.5], [-1, 1], [0.3, -0.2]]));
        const double Step = 0.1;
        var sum = 0.0;
        for (var x = -12.0; x < 12; x += Step)
        {
            for (var y = -12.0; y < 14; y += Step)
            {
                sum += Math.Exp(density.LogAt([x, y])) * Step * Step;
            }
        }

        Assert.That(sum, Is.EqualTo(1).Within(1e-3));
    }

    [Test]
    public void Copies_of_two_points_have_a_density_that_is_high_at_them_alone()
    {
        var density = new KernelDensity(Of([[0, 0, 0], [1, 2, 0], [0, 0, 0], [1, 2, 0]]));
        Assert.That(density.LogAt([0, 0, 0]), Is.EqualTo(density.LogAt([1, 2, 0])).Within(1e-9));
        Assert.That(density.LogAt([0.5, 1, 0.5]), Is.LessThan(density.LogAt([0, 0, 0]) - 100).And.Not.EqualTo(double.NegativeInfinity));
    }

    [Test]
    public void Far_from_every_point_it_is_small_and_finite() =>
        Assert.That(new KernelDensity(Of([[0], [1]])).LogAt([1e6]), Is.LessThan(-1e6).And.Not.EqualTo(double.NegativeInfinity));

    private static FeatureSet Of(double[][] rows) => new(rows, [.. rows.Select((_, i) => $"p{i}")]);
}
