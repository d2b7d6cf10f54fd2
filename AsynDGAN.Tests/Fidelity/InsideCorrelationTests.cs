using AsynDGAN.Core.Fidelity;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Fidelity;

public class InsideCorrelationTests
{
    [Test]
    public void It_is_Pearsons_over_the_pixels_inside_all_channels_together()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (RandomImages.Of(5, 1, side: 9, channels: 3), RandomImages.Of(5, 2, side: 9, channels: 3));
        var found = InsideCorrelation.Of(a.Images, b.Images, a.Free);
        for (var i = 0; i < 5; i++)
        {
            var inside = a.Free[i].expand(3, 9, 9).contiguous().data<bool>().ToArray();
            var (x, y) = (Inside(a.Images[i]), Inside(b.Images[i]));
            var (mx, my) = (x.Average(), y.Average());
            var expected = x.Zip(y, (p, q) => (p - mx) * (q - my)).Sum() / Math.Sqrt(x.Sum(p => (p - mx) * (p - mx)) * y.Sum(q => (q - my) * (q - my)));
            Assert.That(found[i], Is.EqualTo(expected).Within(1e-9));

            double[] Inside(Tensor image) => [.. image.contiguous().data<float>().ToArray().Where((_, place) => inside[place]).Select(value => (double)value)];
        }
    }

    [Test]
    public void What_is_outside_counts_for_nothing_and_neither_do_brightness_and_contrast()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (RandomImages.Of(4, 3), RandomImages.Of(4, 4));
        var other = where(a.Free, a.Images * 0.3 + 0.2, b.Images);
        Assert.That(InsideCorrelation.Of(a.Images, other, a.Free), Is.All.EqualTo(1).Within(1e-6));
        Assert.That(InsideCorrelation.Of(a.Images, -other, a.Free), Is.All.EqualTo(-1).Within(1e-6));
    }

    [Test]
    public void A_ground_that_holds_nothing_is_the_whole_image_and_no_structure_correlates_with_nothing()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (RandomImages.Of(3, 5), RandomImages.Of(3, 6));
        Assert.That(InsideCorrelation.Of(a.Images, b.Images, zeros_like(a.Free)), Is.EqualTo(InsideCorrelation.Of(a.Images, b.Images, ones_like(a.Free))));
        Assert.That(InsideCorrelation.Of(a.Images, full_like(a.Images, 0.7), a.Free), Is.All.Zero);
    }
}
