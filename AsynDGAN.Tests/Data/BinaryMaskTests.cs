using AsynDGAN.Core;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Data;

public class BinaryMaskTests
{
    [TestCase(new ushort[] { 0, 255, 255, 0 }, new ushort[] { 0, 255, 255, 0 })]
    [TestCase(new ushort[] { 0, 1, 1, 0 }, new ushort[] { 0, 255, 255, 0 })]
    [TestCase(new ushort[] { 0, 0, 0, 0 }, new ushort[] { 0, 0, 0, 0 })]
    [TestCase(new ushort[] { 1, 1, 1, 1 }, new ushort[] { 255, 255, 255, 255 })]
    public void Two_values_are_understood(ushort[] stored, ushort[] expected) =>
        Assert.That(BinaryMask.Of(new PixelArray(2, 2, 1, 8, stored)).Values, Is.EqualTo(expected));

    [TestCase(new ushort[] { 0, 1, 255, 0 }, "0, 1, 255;")]
    [TestCase(new ushort[] { 0, 2, 0, 0 }, "0, 2;")]
    public void Other_values_are_listed(ushort[] stored, string values)
    {
        var fault = Assert.Throws<UserException>(() => BinaryMask.Of(new PixelArray(2, 2, 1, 8, stored)));
        Assert.That(fault!.Message, Does.Contain($"values {values}"));
    }

    [Test]
    public void A_long_list_of_values_is_cut()
    {
        var fault = Assert.Throws<UserException>(() => BinaryMask.Of(TestCases.Picture(16, 16, (y, x) => 16 * y + x)));
        Assert.That(fault!.Message, Does.Contain("0, 1, 2, 3, 4, 5, 6, 7, ...;"));
    }

    [Test]
    public void Several_channels_are_refused()
    {
        var fault = Assert.Throws<UserException>(() => BinaryMask.Of(new PixelArray(1, 1, 3, 8, [0, 0, 0])));
        Assert.That(fault!.Message, Does.Contain("3 channels"));
    }
}
