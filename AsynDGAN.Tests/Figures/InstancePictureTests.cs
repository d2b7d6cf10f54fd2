using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Figures;

public class InstancePictureTests
{
    [Test]
    public void Objects_get_colours_of_their_own_and_the_background_keeps_its_grey()
    {
        var image = new PixelArray(1, 4, 1, 8, [90, 90, 90, 90]);
        var drawn = InstancePicture.Of(image, new InstanceMap(1, 4, [0, 1, 1, 2]));
        var pixels = drawn.Values.Chunk(3).Select(pixel => (pixel[0], pixel[1], pixel[2])).ToArray();
        Assert.That(pixels[0], Is.EqualTo(((ushort)90, (ushort)90, (ushort)90)));
        Assert.That(pixels[1], Is.EqualTo(pixels[2]));
        Assert.That(pixels.Distinct().Count(), Is.EqualTo(3));
        Assert.That(pixels.Skip(1).Select(pixel => Math.Max(pixel.Item1, Math.Max(pixel.Item2, pixel.Item3))), Is.All.EqualTo((90 + 2 * 255) / 3));
        Assert.That(image.Values, Is.All.EqualTo(90));
    }

    [Test]
    public void Another_size_is_refused() => Assert.That(
        () => InstancePicture.Of(new PixelArray(1, 1, 1, 8, [0]), new InstanceMap(1, 2, [0, 1])), Throws.ArgumentException);
}
