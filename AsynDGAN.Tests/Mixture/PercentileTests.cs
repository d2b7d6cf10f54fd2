using AsynDGAN.Core.Mixture;

namespace AsynDGAN.Tests.Mixture;

public class PercentileTests
{
    [TestCase(0, 1)]
    [TestCase(25, 1.75)]
    [TestCase(50, 3)]
    [TestCase(90, 8.2)]
    [TestCase(100, 10)]
    public void Neighbours_in_order_are_interpolated(double percent, double expected) =>
        Assert.That(Percentile.Of([10, 2, 1, 4], percent), Is.EqualTo(expected).Within(1e-14));

    [Test]
    public void One_value_is_all_its_percentiles([Values(0, 37.5, 100)] double percent) =>
        Assert.That(Percentile.Of([7], percent), Is.EqualTo(7));

    [Test]
    public void What_has_no_percentile_is_refused()
    {
        Assert.That(() => Percentile.Of([], 50), Throws.ArgumentException);
        Assert.That(() => Percentile.Of([1, double.NaN], 50), Throws.ArgumentException);
        Assert.That(() => Percentile.Of([1], -1), Throws.ArgumentException);
        Assert.That(() => Percentile.Of([1], 100.1), Throws.ArgumentException);
    }
}
