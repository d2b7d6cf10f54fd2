using MathNet.Numerics.Statistics;

namespace AsynDGAN.Tests.Mixture;

public class MomentsTests
{
    private static readonly string[] Sets = OneDimensionGolden.Sets;

    [TestCaseSource(nameof(Sets))]
    public void Mean_and_deviation_equal_the_reference(string set)
    {
        var golden = OneDimensionGolden.Json.GetProperty("moments").GetProperty(set);
        var got = OneDimensionGolden.Values(set + "/x").MeanStandardDeviation();
        Assert.That(got.Mean, Is.EqualTo(golden.GetProperty("mean").GetDouble()).Within(1e-9));
        var expected = golden.GetProperty("sd_ddof1");
        Assert.That(got.StandardDeviation, expected.ValueKind == System.Text.Json.JsonValueKind.Null ? Is.NaN : Is.EqualTo(expected.GetDouble()).Within(1e-9));
    }

    [Test]
    public void The_moments_of_a_component_s_points_equal_the_reference([Values("mix_sd_a", "mix_sd_b", "mix_var_a")] string set)
    {
        var (values, components) = (OneDimensionGolden.Values(set + "/x"), OneDimensionGolden.Values(set + "/component"));
        foreach (var golden in OneDimensionGolden.Json.GetProperty("component_moments").GetProperty(set).EnumerateArray())
        {
            var own = values.Where((_, i) => components[i] == golden.GetProperty("component").GetInt32());
            var got = own.MeanStandardDeviation();
            Assert.That(got.Mean, Is.EqualTo(golden.GetProperty("mean").GetDouble()).Within(1e-9));
            Assert.That(got.StandardDeviation, Is.EqualTo(golden.GetProperty("sd_ddof1").GetDouble()).Within(1e-9));
        }
    }
}
