using AsynDGAN.Core.Segmentation.Metrics;

namespace AsynDGAN.Tests.Segmentation.Metrics;

public class BinaryVolumeTests
{
    [TestCase(6, 6)]
    [TestCase(6, 1, 1, 2, 3)]
    [TestCase(6, 2, 2)]
    [TestCase(0, 0, 3)]
    [TestCase(6, -2, -3)]
    public void A_shape_that_does_not_fit_is_refused(int values, params int[] shape) =>
        Assert.That(() => new BinaryVolume(shape, new bool[values]), Throws.ArgumentException);
}
