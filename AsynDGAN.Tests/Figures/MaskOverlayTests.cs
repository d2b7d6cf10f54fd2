using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Figures;

public class MaskOverlayTests
{
    [Test]
    public void The_line_is_painted_and_the_rest_stays()
    {
        var image = new PixelArray(5, 5, 1, 8, Enumerable.Range(0, 25).Select(i => (ushort)i).ToArray());
        var mask = new Mask(5, 5, Enumerable.Range(0, 25).Select(i => i / 5 is >= 1 and <= 3 && i % 5 is >= 1 and <= 3).ToArray());
        var drawn = MaskOverlay.Draw(image, mask, new Colour(1, 2, 3));
        for (var i = 0; i < 25; i++)
        {
            var expected = mask.Values[i] && i != 12 ? new ushort[] { 1, 2, 3 } : Enumerable.Repeat((ushort)i, 3);
            Assert.That(drawn.Values.Skip(3 * i).Take(3), Is.EqualTo(expected));
        }

        Assert.That(image.Values[6], Is.EqualTo(6), "the image itself is left as it is");
    }

    [Test]
    public void A_thicker_line_grows_inwards()
    {
        var mask = new Mask(9, 9, [.. Enumerable.Range(0, 81).Select(i => i / 9 is >= 1 and <= 7 && i % 9 is >= 1 and <= 7)]);
        var drawn = MaskOverlay.Draw(new PixelArray(9, 9, 1, 8, new ushort[81]), mask, new Colour(1, 1, 1), thickness: 2);
        for (var i = 0; i < 81; i++)
        {
            var kept = i / 9 is >= 3 and <= 5 && i % 9 is >= 3 and <= 5;
            Assert.That(drawn.Values[3 * i], Is.EqualTo(mask.Values[i] && !kept ? 1 : 0));
        }
    }

    [Test]
    public void A_mask_of_another_size_is_refused()
    {
        var image = new PixelArray(2, 3, 1, 8, new ushort[6]);
        Assert.Throws<ArgumentException>(() => MaskOverlay.Draw(image, new Mask(3, 2, new bool[6]), default));
    }
}
