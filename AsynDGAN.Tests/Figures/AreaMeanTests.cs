using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Figures;

public class AreaMeanTests
{
    [Test]
    public void A_pixel_is_the_mean_of_what_it_covers()
    {
        var picture = Colour(2, 5, [10, 20, 30, 40, 50, 10, 20, 30, 40, 50]);
        Assert.That(Reds(AreaMean.To(picture, 1, 5)), Is.EqualTo(new[] { 10, 20, 30, 40, 50 }));

        // Each of two covers two pixels and a half: (10 + 20 + 30 / 2) / 2.5.
        Assert.That(Reds(AreaMean.To(picture, 1, 2)), Is.EqualTo(new[] { 18, 42 }));
    }

    [Test]
    public void The_mean_of_a_picture_stays(
        [Values(7, 64, 97)] int height, [Values(5, 33, 64)] int width, [Values(1, 3, 5)] int newHeight, [Values(1, 2, 5)] int newWidth)
    {
        var random = new Random(height + width);
        var picture = Colour(height, width, [.. Enumerable.Range(0, height * width).Select(_ => random.Next(256))]);
        var reduced = AreaMean.To(picture, newHeight, newWidth);
        Assert.That((reduced.Height, reduced.Width), Is.EqualTo((newHeight, newWidth)));
        Assert.That(Reds(reduced).Average(), Is.EqualTo(Reds(picture).Average()).Within(0.5));
    }

    [Test]
    public void A_picture_of_the_size_stays_as_it_is()
    {
        var picture = Colour(2, 2, [1, 2, 3, 4]);
        Assert.That(AreaMean.To(picture, 2, 2), Is.SameAs(picture));
    }

    private static PixelArray Colour(int height, int width, int[] reds) =>
        new(height, width, 3, 8, [.. reds.SelectMany(red => new[] { (ushort)red, (ushort)0, (ushort)255 })]);

    private static int[] Reds(PixelArray picture) => [.. picture.Values.Where((_, i) => i % 3 == 0).Select(red => (int)red)];
}
