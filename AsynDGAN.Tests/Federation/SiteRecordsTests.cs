using AsynDGAN.Core.Federation;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Federation;

public class SiteRecordsTests
{
    [Test]
    public void Correlation_and_l1_are_those_of_a_plain_computation()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        var (images, fakes) = (randn([3, 1, 5, 4], generator: random), randn([3, 1, 5, 4], generator: random));
        var (correlation, l1) = SiteRecords.Compare(images, fakes);
        var (a, b) = (images.data<float>().ToArray(), fakes.data<float>().ToArray());
        Assert.Multiple(() =>
        {
            Assert.That(correlation, Is.EqualTo(a.Chunk(20).Zip(b.Chunk(20), Pearson).Average()).Within(1e-6));
            Assert.That(l1, Is.EqualTo(a.Zip(b, (x, y) => Math.Abs(x - y)).Average()).Within(1e-6));
        });
    }

    [Test]
    public void A_copy_correlates_fully_and_an_image_without_deviation_not_at_all()
    {
        using var scope = NewDisposeScope();
        var images = arange(8f).reshape(2, 1, 2, 2);
        Assert.Multiple(() =>
        {
            Assert.That(SiteRecords.Compare(images, images * 0.5 - 1).Correlation, Is.EqualTo(1).Within(1e-12));
            Assert.That(SiteRecords.Compare(images, images).L1, Is.Zero);
            Assert.That(SiteRecords.Compare(images, zeros_like(images)).Correlation, Is.Zero);
        });
    }

    private static double Pearson(float[] x, float[] y)
    {
        var (mx, my) = (x.Average(), y.Average());
        var covariance = x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum();
        return covariance / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
    }
}
