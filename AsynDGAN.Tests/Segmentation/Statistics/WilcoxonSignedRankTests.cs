using System.Text.Json;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Segmentation.Statistics;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Segmentation.Statistics;

public class WilcoxonSignedRankTests
{
    private static IEnumerable<TestCaseData> Cases() => TestsGolden.Json.GetProperty("wilcoxon").EnumerateArray()
        .Select(golden => new TestCaseData(golden).SetArgDisplayNames(golden.GetProperty("name").GetString()!));

    [TestCaseSource(nameof(Cases))]
    public void The_test_equals_the_reference(JsonElement golden)
    {
        using var scope = NewDisposeScope();
        var (name, tensors) = (golden.GetProperty("name").GetString(), TestsGolden.Tensors.Tensors);
        var (x, y) = (tensors[$"{name}/x"].data<double>().ToArray(), tensors[$"{name}/y"].data<double>().ToArray());
        var got = WilcoxonSignedRank.Test(x, y);
        Assert.That(x, Has.Length.EqualTo(golden.GetProperty("n").GetInt32()));
        Assert.That(got.Count, Is.EqualTo(golden.GetProperty("nonzero").GetInt32()));
        if (golden.GetProperty("p").ValueKind == JsonValueKind.Null)
        {
            Assert.That(got.P, Is.Null);
            return;
        }

        Assert.That(got.Exact, Is.EqualTo(golden.GetProperty("method").GetString() == "exact"));
        Assert.That(got.Plus, Is.EqualTo(golden.GetProperty("w_plus").GetDouble()));
        Assert.That(got.Minus, Is.EqualTo(golden.GetProperty("w_minus").GetDouble()));
        IsClose(got.P!.Value, golden, "p");
        var ranks = new SignedRanks([.. x.Zip(y, (a, b) => a - b)]);
        Assert.That(ranks.Ties > 0, Is.EqualTo(golden.GetProperty("ties").GetBoolean()));
        IsClose(WilcoxonSignedRank.NormalScore(ranks), golden, "z");
        IsClose(WilcoxonSignedRank.TwoSided(WilcoxonSignedRank.NormalScore(ranks)), golden, "p_normal");
    }

    [Test]
    public void Exact_values_equal_the_enumeration_of_all_signs([Range(1, 12)] int count)
    {
        var random = new SplitMix64((ulong)count);
        for (var round = 0; round < 5; round++)
        {
            double[] x = [.. Enumerable.Range(0, count).Select(_ => random.Between(-1, 1.5))];
            var got = WilcoxonSignedRank.Test(x, new double[count]);
            int[] ranks = [.. x.Select(value => 1 + x.Count(other => Math.Abs(other) < Math.Abs(value)))];
            var total = count * (count + 1) / 2;
            var plus = ranks.Where((_, i) => x[i] > 0).Sum();
            var asExtreme = Enumerable.Range(0, 1 << count)
                .Select(signs => ranks.Where((_, i) => (signs >> i & 1) == 1).Sum())
                .Count(sum => Math.Min(sum, total - sum) <= Math.Min(plus, total - plus));
            Assert.That(got.Exact);
            Assert.That(got.P, Is.EqualTo((double)asExtreme / (1 << count)));
        }
    }

    [Test]
    public void Twenty_five_differences_of_one_sign_are_the_rarest_exact_result()
    {
        double[] x = [.. Enumerable.Range(1, 25)];
        Assert.That(WilcoxonSignedRank.Test(x, new double[25]), Is.EqualTo(new WilcoxonSignedRank(25, 325, 0, true, Math.Pow(2, -24))));
    }

    [Test]
    public void A_zero_leads_to_the_normal_approximation_without_it()
    {
        var got = WilcoxonSignedRank.Test([1, 2, 3, 5], [1, 1, 1, 1]);
        Assert.That(got, Is.EqualTo(new WilcoxonSignedRank(3, 6, 0, false, got.P)));
        Assert.That(got.P, Is.EqualTo(WilcoxonSignedRank.TwoSided(-3 / Math.Sqrt(3.5))));
    }

    [Test]
    public void Exchanging_the_values_exchanges_the_rank_sums_only()
    {
        double[] x = [0.1, 0.5, 0.9, 0.3], y = [0.2, 0.1, 0.4, 0.35];
        var (one, other) = (WilcoxonSignedRank.Test(x, y), WilcoxonSignedRank.Test(y, x));
        Assert.That(other, Is.EqualTo(one with { Plus = one.Minus, Minus = one.Plus }));
    }

    // 2 (1 - Phi(z)) of the doubles z, from the series of erf with 260 digits.
    [TestCase(0, 1)]
    [TestCase(1, 0.31731050786291410283)]
    [TestCase(-1.959963984540054, 0.0500000000000000275)]
    [TestCase(8, 1.2441921148543568247e-15)]
    [TestCase(20, 5.5072482372124673902e-89)]
    public void Normal_tails_are_exact_far_out_too(double z, double expected) =>
        Assert.That(WilcoxonSignedRank.TwoSided(z), Is.EqualTo(expected).Within(1e-13 * expected));

    [Test]
    public void No_pairs_have_no_result_and_what_is_no_pair_is_refused()
    {
        Assert.That(WilcoxonSignedRank.Test([], []).P, Is.Null);
        Assert.That(() => WilcoxonSignedRank.Test([1], [1, 2]), Throws.ArgumentException);
        Assert.That(() => WilcoxonSignedRank.Test([1, double.NaN], [1, 2]), Throws.ArgumentException);
    }

    private static void IsClose(double got, JsonElement golden, string name)
    {
        var expected = golden.GetProperty(name).GetDouble();
        Assert.That(got, Is.EqualTo(expected).Within(TestsGolden.Tolerance(expected)), name);
    }
}
