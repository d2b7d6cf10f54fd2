using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Comparison.Statistics;

public class BootstrapTests
{
    private static readonly double[] Values = [0.1, 0.9, 0.4, 0.7, 0.75, 0.8, 0.3];

    [Test]
    public void The_interval_of_given_resamples_equals_the_reference()
    {
        using var scope = NewDisposeScope();
        var tensors = TestsGolden.Tensors.Tensors;
        var x = tensors["bootstrap/x"].data<double>().ToArray();
        var resamples = tensors["bootstrap/indices"].data<int>().ToArray().Chunk(x.Length);
        var golden = TestsGolden.Json.GetProperty("percentile_bootstrap");
        var interval = Bootstrap.Mean(x, resamples, golden.GetProperty("level").GetDouble());
        foreach (var (name, got) in new[] { ("estimate", interval.Estimate), ("lower", interval.Lower), ("upper", interval.Upper) })
        {
            var expected = golden.GetProperty(name).GetDouble();
            Assert.That(got, Is.EqualTo(expected).Within(TestsGolden.Tolerance(expected)), name);
        }
    }

    [Test]
    public void The_same_seed_gives_the_same_interval()
    {
        var interval = Bootstrap.Mean(Values, 500, 0.95, new SplitMix64(3));
        Assert.That(Bootstrap.Mean(Values, 500, 0.95, new SplitMix64(3)), Is.EqualTo(interval));
        Assert.That(Bootstrap.Mean(Values, 500, 0.95, new SplitMix64(4)), Is.Not.EqualTo(interval));
    }

    [Test]
    public void The_interval_of_two_patients_lies_at_the_binomial_quantiles()
    {
        // The mean of a resample is 0, 0.5 or 1 with probabilities 1/4, 1/2 and 1/4.
        Assert.That(Bootstrap.Mean([0, 1], 10_000, 0.4, new SplitMix64(1)), Is.EqualTo(new ConfidenceInterval(0.5, 0.5, 0.5)));
        Assert.That(Bootstrap.Mean([0, 1], 10_000, 0.6, new SplitMix64(1)), Is.EqualTo(new ConfidenceInterval(0.5, 0, 1)));
    }

    [Test]
    public void The_interval_of_many_patients_is_the_normal_one()
    {
        // Standard error of the mean of 0 .. 99: sqrt((100^2 - 1) / 12 / 100) = 2.887; 20,000 resamples leave about 0.06 of
        // noise in a quantile.
        double[] values = [.. Enumerable.Range(0, 100)];
        var interval = Bootstrap.Mean(values, 20_000, 0.95, new SplitMix64(1));
        Assert.That(interval.Lower, Is.EqualTo(49.5 - 1.96 * 2.887).Within(0.25));
        Assert.That(interval.Upper, Is.EqualTo(49.5 + 1.96 * 2.887).Within(0.25));
    }

    [Test]
    public void Patients_of_a_difference_are_drawn_in_pairs()
    {
        double[] shifted = [.. Values.Select(value => value + 0.25)];
        var interval = Bootstrap.PairedDifference(shifted, Values, 200, 0.95, new SplitMix64(1));
        Assert.That(new[] { interval.Estimate, interval.Lower, interval.Upper }, Is.All.EqualTo(0.25).Within(1e-15));
    }

    [Test]
    public void What_has_no_interval_is_refused()
    {
        var random = new SplitMix64(1);
        Assert.That(() => Bootstrap.Mean([], 10, 0.95, random), Throws.ArgumentException);
        Assert.That(() => Bootstrap.Mean([1, double.NaN], 10, 0.95, random), Throws.ArgumentException);
        Assert.That(() => Bootstrap.Mean([1], 0, 0.95, random), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Bootstrap.Mean([1], 10, 1, random), Throws.ArgumentException);
        Assert.That(() => Bootstrap.PairedDifference([1], [1, 2], 10, 0.95, random), Throws.ArgumentException);
    }
}
