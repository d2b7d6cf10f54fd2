using System.Text.Json;
using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Comparison.Statistics;

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

        Assert.That(got.Exact, Is.EqualTo(got.Count <= 25));
        Assert.That(got.Plus, Is.EqualTo(golden.GetProperty("w_plus").GetDouble()));
        Assert.That(got.Minus, Is.EqualTo(golden.GetProperty("w_minus").GetDouble()));

        // With few pairs and ties the reference has the approximation, tested below; ours is exact, and tested by enumeration.
        if (got.Exact == (golden.GetProperty("method").GetString() == "exact"))
        {
            IsClose(got.P!.Value, golden, "p");
        }

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
    public void Values_with_ties_and_zeros_equal_the_enumeration_of_all_signs([Range(1, 12)] int count)
    {
        var random = new SplitMix64((ulong)count);
        for (var round = 0; round < 10; round++)
        {
            double[] x = [.. Enumerable.Range(0, count).Select(_ => (double)(random.Below(7) - 2))];
            double[] left = [.. x.Where(value => value != 0)];
            var got = WilcoxonSignedRank.Test(x, new double[count]);
            int[] doubled = [.. left.Select(value => 1 + left.Sum(other => Math.Abs(other).CompareTo(Math.Abs(value)) switch { < 0 => 2, 0 => 1, _ => 0 }))];
            var plus = doubled.Where((_, i) => left[i] > 0).Sum();
            var asExtreme = Enumerable.Range(0, 1 << left.Length)
                .Select(signs => doubled.Where((_, i) => (signs >> i & 1) == 1).Sum())
                .Count(sum => Math.Min(sum, doubled.Sum() - sum) <= Math.Min(plus, doubled.Sum() - plus));
            Assert.That(got, Is.EqualTo(left.Length == 0
                ? new WilcoxonSignedRank(0, 0, 0, false, null)
                : new WilcoxonSignedRank(left.Length, plus / 2.0, (doubled.Sum() - plus) / 2.0, true, (double)asExtreme / (1 << left.Length))));
        }
    }

    [Test]
    public void Five_better_and_one_equal_is_two_of_thirty_two_signs()
    {
        Assert.That(WilcoxonSignedRank.Test([0.9, 0.8, 0.7, 0.6, 0.5, 0.4], [0.85, 0.7, 0.55, 0.4, 0.25, 0.4]).P, Is.EqualTo(0.0625));
        Assert.That(WilcoxonSignedRank.Test([2, 2, 2, 2, 2, 1], [1, 1, 1, 1, 1, 1]).P, Is.EqualTo(0.0625), "all of one size");
    }

    [Test]
    public void Ties_and_zeros_are_not_lost_in_rounding()
    {
        // 0.1 + 0.2 is not 0.3 in binary, and 0.9 - 0.8 is not 0.4 - 0.3.
        var got = WilcoxonSignedRank.Test([0.1 + 0.2, 0.9, 0.4, 0.7], [0.3, 0.8, 0.3, 0.5]);
        Assert.That(got, Is.EqualTo(new WilcoxonSignedRank(3, 6, 0, true, 0.25)));
        Assert.That(WilcoxonSignedRank.Test([0.1, 0.9, 0.3], [0, 0.8, 0.5]), Is.EqualTo(new WilcoxonSignedRank(3, 3, 3, true, 1)), "ranks 1.5, 1.5 and -3");
    }

    [Test]
    public void Twenty_six_differences_are_left_to_the_approximation()
    {
        double[] x = [.. Enumerable.Repeat(1.0, 26), 0, 0];
        var got = WilcoxonSignedRank.Test(x, new double[28]);
        Assert.That(got, Is.EqualTo(new WilcoxonSignedRank(26, 351, 0, false, got.P)));
        Assert.That(got.P, Is.EqualTo(WilcoxonSignedRank.TwoSided(Math.Sqrt(26))).Within(1e-18), "351 / 2 of a deviation of 13.5 sqrt(26) / 2");
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
