using System.Text.Json;
using AsynDGAN.Core.Mixture;

namespace AsynDGAN.Tests.Mixture;

public class JensenShannonTests
{
    private static IEnumerable<TestCaseData> Pairs() => OneDimensionGolden.Json.GetProperty("pairs").EnumerateArray()
        .Select(pair => new TestCaseData(pair).SetArgDisplayNames($"{pair.GetProperty("a")} and {pair.GetProperty("b")}"));

    [TestCaseSource(nameof(Pairs))]
    public void Two_samples_diverge_on_the_grid_as_the_reference_says(JsonElement pair)
    {
        var expected = pair.GetProperty("jsd_nats").GetDouble();
        var got = JensenShannon.Divergence(Counts(pair.GetProperty("a")), Counts(pair.GetProperty("b")));
        Assert.That(got, Is.EqualTo(expected).Within(OneDimensionGolden.Tolerance(expected)));
    }

    [Test]
    public void Equal_ones_do_not_diverge_and_disjoint_ones_by_log_2()
    {
        Assert.That(JensenShannon.Divergence([1, 2, 3], [2, 4, 6]), Is.Zero);
        Assert.That(JensenShannon.Divergence([1, 1, 0], [0, 0, 5]), Is.EqualTo(Math.Log(2)).Within(1e-15));
        Assert.That(JensenShannon.Divergence([0, 0], [1, 1]), Is.EqualTo(Math.Log(2)), "nothing in any bin");
    }

    private static double[] Counts(JsonElement name) =>
        Histogram.Counts(OneDimensionGolden.Values(name.GetString() + "/x"), OneDimensionGolden.Values("histogram_edges"));
}
