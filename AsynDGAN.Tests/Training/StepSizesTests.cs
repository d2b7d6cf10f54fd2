using AsynDGAN.Core.Training;
using TorchSharp;

namespace AsynDGAN.Tests.Training;

public class StepSizesTests
{
    [TestCase(1, 64, DeviceType.CPU, 8)]
    [TestCase(1, 16, DeviceType.CPU, 8)]
    [TestCase(3, 64, DeviceType.CPU, 2)]
    [TestCase(1, 128, DeviceType.CPU, 2)]
    [TestCase(1, 256, DeviceType.CPU, 1)]
    [TestCase(12, 256, DeviceType.CPU, 1)]
    [TestCase(1, 256, DeviceType.CUDA, 16)]
    [TestCase(12, 256, DeviceType.CUDA, 1)]
    [TestCase(1, 64, DeviceType.CUDA, 256)]
    public void A_group_has_at_most_so_many_images(int imagesPerSite, int side, DeviceType device, int sites)
    {
        Assert.That(StepSizes.SitesPerGroup(imagesPerSite, [1, side, side], device), Is.EqualTo(sites));
    }

    [TestCase(16, DeviceType.CPU, 8, true)]
    [TestCase(64, DeviceType.CPU, 8, true)]
    [TestCase(128, DeviceType.CPU, 2, true)]
    [TestCase(256, DeviceType.CPU, 1, true)]
    [TestCase(512, DeviceType.CPU, 1, false)]
    [TestCase(256, DeviceType.CUDA, 16, false)]
    public void The_size_of_images_says_how_many_are_drawn_at_once_and_by_how_many_threads(int side, DeviceType device, int images, bool oneThread)
    {
        Assert.That(StepSizes.DrawnAtOnce([1, side, side], device), Is.EqualTo(images));
        Assert.That(StepSizes.OneThreadABatch([1, side, side], device), Is.EqualTo(oneThread));
    }

    [TestCase(1, 64, DeviceType.CPU, true)]
    [TestCase(2, 64, DeviceType.CPU, true)]
    [TestCase(3, 64, DeviceType.CPU, false)]
    [TestCase(1, 128, DeviceType.CPU, false)]
    [TestCase(1, 64, DeviceType.CUDA, false)]
    public void Small_images_are_answered_with_one_thread_a_site(int imagesPerSite, int side, DeviceType device, bool one)
    {
        Assert.That(StepSizes.OneThreadASite(imagesPerSite, [1, side, side], device), Is.EqualTo(one));
    }
}
