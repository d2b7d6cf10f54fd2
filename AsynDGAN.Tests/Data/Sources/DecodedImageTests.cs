using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Data.Sources;

public class DecodedImageTests
{
    private static readonly Func<int, ushort> Red = i => (ushort)(i * 7 % 50), Green = i => (ushort)(i * 3 % 40), Bar = i => (ushort)(i < 3 ? 255 : 0), None = _ => 255;

    [Test]
    public void A_scale_bar_that_all_pictures_have_makes_no_two_of_them_one()
    {
        Assert.That(DecodedImage.OfOneFile(Picture(Red, Green, Bar)), Has.Count.EqualTo(1));
        Assert.That(DecodedImage.OfOneFile(Picture(Red, Green, Bar)), Is.Not.EqualTo(DecodedImage.OfOneFile(Picture(Green, Green, Bar))));
        Assert.That(DecodedImage.OfOneFile(Picture(i => Red(i + 1), Green, Bar)), Is.Not.EqualTo(DecodedImage.OfOneFile(Picture(Red, Green, Bar))));
    }

    [Test]
    public void A_picture_is_known_in_any_order_of_its_channels_and_with_others_that_are_of_one_value()
    {
        var known = DecodedImage.OfOneFile(Picture(Red, Green, Bar));
        Assert.That(DecodedImage.OfOneFile(Picture(Bar, Green, Red)), Is.EqualTo(known));
        Assert.That(DecodedImage.OfOneFile(Picture(Red, Green, Bar, None)), Is.EqualTo(known));
        Assert.That(DecodedImage.OfOneFile(Picture(Red, Red, Red)), Is.EqualTo(DecodedImage.OfOneFile(Picture(Red))), "grey as colours");
        Assert.That(DecodedImage.OfOneFile(Picture(None)), Is.Empty);
    }

    private static PixelArray Picture(params Func<int, ushort>[] channels) =>
        new(4, 5, channels.Length, 8, [.. Enumerable.Range(0, 20).SelectMany(i => channels.Select(channel => channel(i)))]);
}
