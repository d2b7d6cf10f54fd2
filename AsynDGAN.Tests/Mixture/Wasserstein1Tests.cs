using System.Text.Json;
using AsynDGAN.Core.Mixture;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests.Mixture;

public class Wasserstein1Tests
{
    private static IEnumerable<TestCaseData> Pairs() => OneDimensionGolden.Json.GetProperty("pairs").EnumerateArray()
        .Select(pair => new TestCaseData(pair).SetArgDisplayNames($"{pair.GetProperty("a")} and {pair.GetProperty("b")}"));

    [Test]
    public void All_pairs_are_there() => Assert.That(Pairs().Count(), Is.EqualTo(45));

    [TestCaseSource(nameof(Pairs))]
    public void Two_samples_are_as_far_apart_as_the_reference_says(JsonElement pair)
    {
        var (a, b) = (Values(pair.GetProperty("a")), Values(pair.GetProperty("b")));
        var expected = pair.GetProperty("wasserstein1").GetDouble();
        Assert.That(Wasserstein1.Between(a, b), Is.EqualTo(expected).Within(OneDimensionGolden.Tolerance(expected)));
        Assert.That(Wasserstein1.Between(b, a), Is.EqualTo(expected).Within(OneDimensionGolden.Tolerance(expected)));
    }

    [Test]
    public void A_sample_is_as_far_from_the_mixture_as_the_reference_says(
        [Values("sd", "var")] string reading, [Values("mix_sd_a", "mix_var_a", "normal")] string set)
    {
        var expected = OneDimensionGolden.Json.GetProperty("mixture").GetProperty(reading).GetProperty($"wasserstein1_{set}_to_mixture").GetDouble();
        var got = Wasserstein1.To(OneDimensionGolden.Values(set + "/x"), OneDimensionGolden.Mixture(reading));
        Assert.That(got, Is.EqualTo(expected).Within(1e-6 * expected));
    }

    // The mean distance of a normal distribution from a point at z is 2 phi(z) + z (2 Phi(z) - 1).
    [TestCase(0, 0.79788456080286535588)]
    [TestCase(1, 1.16663094117537259)]
    [TestCase(-40, 40)]
    public void A_single_value_is_as_far_as_the_mean_distance_from_it(double value, double expected)
    {
        var normal = new GaussianMixture([new NormalComponent("a", 1, [0], 1)]);
        Assert.That(Wasserstein1.To([value], normal), Is.EqualTo(expected).Within(1e-12 * expected));
    }

    [Test]
    public void A_histogram_s_mass_lies_evenly_within_each_bin()
    {
        // From [0, 1] and half of each of [0, 1] and [1, 3]: |F - G| rises to 0.5 and falls to 0.
        Assert.That(Wasserstein1.Between([0, 1, 3], [1, 0], [0.5, 0.5]), Is.EqualTo(0.75).Within(1e-12));

        // The mean distance of [0, 1] from a point in it, from one beyond, and from two, of which each takes the nearer half.
        Assert.That(Wasserstein1.To([0.25], [0, 1], [1]), Is.EqualTo(0.25 * 0.25 / 2 + 0.75 * 0.75 / 2).Within(1e-12));
        Assert.That(Wasserstein1.To([3], [0, 1], [1]), Is.EqualTo(2.5).Within(1e-12));
        Assert.That(Wasserstein1.To([1, 0], [0, 1], [1]), Is.EqualTo(0.25).Within(1e-12));
    }

    [Test]
    public void A_shift_of_both_changes_nothing_and_of_one_as_much_as_it_is()
    {
        var random = new SplitMix64(3);
        double[] a = [.. Enumerable.Range(0, 40).Select(_ => random.NextNormal())];
        double[] b = [.. Enumerable.Range(0, 30).Select(_ => random.NextNormal())];
        Assert.That(Wasserstein1.Between([.. a.Select(x => x + 5)], [.. b.Select(x => x + 5)]), Is.EqualTo(Wasserstein1.Between(a, b)).Within(1e-12));
        Assert.That(Wasserstein1.Between(a, [.. a.Select(x => x - 2)]), Is.EqualTo(2).Within(1e-12));
    }

    [Test]
    public void A_sample_without_values_or_with_one_that_is_not_finite_is_refused()
    {
        Assert.That(() => Wasserstein1.Between([1, double.NaN], [1]), Throws.ArgumentException);
        Assert.That(() => Wasserstein1.To([double.PositiveInfinity], OneDimensionGolden.Mixture("sd")), Throws.ArgumentException);
        Assert.That(() => Wasserstein1.Between([], [1]), Throws.ArgumentException);
        Assert.That(() => Wasserstein1.To([], OneDimensionGolden.Mixture("sd")), Throws.ArgumentException);
    }

    private static double[] Values(JsonElement name) => OneDimensionGolden.Values(name.GetString() + "/x");
}
