using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Figures;

public class JpegCopyTests
{
    [TestCase(100, 50, 40, 20)]
    [TestCase(100, 50, 400, 50)]
    public void A_picture_becomes_as_narrow_as_asked_and_never_larger(int width, int height, int maximum, int expected)
    {
        var jpeg = ImageFile.Decode(JpegCopy.ToJpeg(Png(width, height), maximum), "picture");
        Assert.That((jpeg.Width, jpeg.Height), Is.EqualTo((Math.Min(width, maximum), expected)));
        Assert.That(jpeg.Values, Has.All.InRange(95, 105));
    }

    [Test]
    public void What_is_no_picture_is_refused() => Assert.Throws<ArgumentException>(() => JpegCopy.ToJpeg([1, 2, 3], 100));

    private static byte[] Png(int width, int height)
    {
        using var stream = new MemoryStream();
        PngFile.Write(new PixelArray(height, width, 1, 8, [.. Enumerable.Repeat((ushort)100, width * height)]), stream);
        return stream.ToArray();
    }
}
