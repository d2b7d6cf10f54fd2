using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Mixture;
using AsynDGAN.Core.Platform;
using MathNet.Numerics.Statistics;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Mixture;

public class GaussianMixtureTests
{
    [Test]
    public void Density_and_distribution_function_equal_the_reference([Values("sd", "var")] string reading)
    {
        var mixture = GaussianMixture.Of(new GaussianOptions
        {
            Second = reading == "sd" ? SecondNumber.Deviation : SecondNumber.Variance,
        });
        var grid = OneDimensionGolden.Values($"mixture_{reading}/grid");
        Assert.That(mixture.Density(grid), Is.EqualTo(OneDimensionGolden.Values($"mixture_{reading}/pdf")).Within(1e-12));
        Assert.That(mixture.Cumulative(grid), Is.EqualTo(OneDimensionGolden.Values($"mixture_{reading}/cdf")).Within(1e-12));
    }

    [Test]
    public void The_integrals_on_both_sides_are_those_of_a_fine_sum()
    {
        using var scope = NewDisposeScope();
        var mixture = OneDimensionGolden.Mixture("sd");
        const double at = 0.7, step = 1e-3;
        var below = Enumerable.Range(0, 30_000).Sum(i => step * mixture.Cumulative([at - (i + 0.5) * step])[0]);
        Assert.That(mixture.Below(tensor(at, float64)).item<double>(), Is.EqualTo(below).Within(1e-6));

        // The difference of both is the distance from the mean.
        var difference = mixture.Below(tensor(at, float64)) - mixture.Above(tensor(at, float64));
        Assert.That(difference.item<double>(), Is.EqualTo(at - 1.0 / 3).Within(1e-12));
    }

    [Test]
    public void Weights_are_shares_and_names_have_as_many_digits_as_the_last()
    {
        var weighted = GaussianMixture.Of(new GaussianOptions { Weights = [6, 3, 1] });
        Assert.That(weighted.Components.Select(c => c.Weight), Is.EqualTo(new[] { 0.6, 0.3, 0.1 }).Within(1e-15));
        Assert.That(GaussianMixture.Of(new GaussianOptions { Ring = 10 }).Components[1].Name, Is.EqualTo("component-02"));
    }

    [Test]
    public void A_ring_has_its_means_on_a_circle_and_projects_to_the_line()
    {
        var ring = GaussianMixture.Of(new GaussianOptions { Ring = 4 });
        Assert.That(ring.Dimensions, Is.EqualTo(2));
        Assert.That(ring.Components.Select(c => Math.Sqrt(c.Mean.Sum(m => m * m))), Is.All.EqualTo(4).Within(1e-12));
        Assert.That(ring.Projected([0, 1]).Components.Select(c => c.Mean[0]), Is.EqualTo(new double[] { 0, 4, 0, -4 }).Within(1e-12));
    }

    [Test]
    public void Drawn_points_have_the_component_s_moments()
    {
        var (component, random) = (new NormalComponent("a", 1, [3, -1], 0.5), new SplitMix64(5));
        var points = Enumerable.Range(0, 20_000).Select(_ => GaussianMixture.Draw(component, random)).ToArray();
        for (var d = 0; d < 2; d++)
        {
            var moments = points.Select(y => y[d]).MeanStandardDeviation();

            // Four standard errors.
            Assert.That(moments.Mean, Is.EqualTo(component.Mean[d]).Within(4 * 0.5 / Math.Sqrt(20_000)));
            Assert.That(moments.StandardDeviation, Is.EqualTo(0.5).Within(4 * 0.5 / Math.Sqrt(40_000)));
        }
    }
}
