using static TorchSharp.torch;

namespace AsynDGAN.Tests.Platform;

public class TorchLoadsTests
{
    [Test]
    public void A_tensor_is_added()
    {
        using var sum = ones(3) + ones(3);
        Assert.That(sum.data<float>().ToArray(), Is.EqualTo(new[] { 2f, 2f, 2f }));
    }
}
