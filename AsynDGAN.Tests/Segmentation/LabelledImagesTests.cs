using AsynDGAN.Core.Segmentation;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Segmentation;

public class LabelledImagesTests
{
    [Test]
    public void Joined_and_picked_images_come_in_their_order()
    {
        using var scope = NewDisposeScope();
        using var first = new LabelledImages(arange(3, float32).reshape(3, 1, 1, 1) / 10, tensor(new byte[] { 0, 1, 2 }, [3, 1, 1, 1]));
        using var second = new LabelledImages(arange(3, 5, float32).reshape(2, 1, 1, 1) / 10, tensor(new byte[] { 1, 1 }, [2, 1, 1, 1]));
        var joined = LabelledImages.Join(second.Only([1]), first, second);
        Assert.That(joined.Count, Is.EqualTo(6));
        var (images, masks) = joined.Take([5, 0, 1, 2, 3, 4]);
        Assert.That(images.data<float>().ToArray(), Is.EqualTo(new[] { 0.4f, 0.4f, 0, 0.1f, 0.2f, 0.3f }).Within(1e-6));
        Assert.That(masks.data<float>().ToArray(), Is.EqualTo(new float[] { 1, 1, 0, 1, 2, 1 }));
    }

    [Test]
    public void Joined_images_are_in_the_memory_of_those_that_they_are_joined_of()
    {
        using var scope = NewDisposeScope();
        var values = zeros(2, 1, 1, 1);
        using var own = new LabelledImages(values, zeros([2, 1, 1, 1], uint8));
        using (var joined = LabelledImages.Join(own, own.Only([0])))
        {
            values.fill_(0.5);
            Assert.That(joined.Take([0, 1, 2]).Images.data<float>().ToArray(), Is.All.EqualTo(0.5f));
        }

        Assert.That(own.Take([1]).Images.item<float>(), Is.EqualTo(0.5f), "still there");
    }

    [Test]
    public void Bytes_become_the_values_that_a_float_of_them_would_be_to_the_bit()
    {
        using var scope = NewDisposeScope();
        var bytes = arange(256, int64).to(uint8).reshape(1, 1, 16, 16);
        using var images = new LabelledImages(bytes, zeros([1, 1, 16, 16], uint8));
        var expected = Enumerable.Range(0, 256).Select(value => (float)value / 255 * 2 - 1).ToArray();
        Assert.That(images.Take([0]).Images.data<float>().ToArray(), Is.EqualTo(expected));
    }
}
