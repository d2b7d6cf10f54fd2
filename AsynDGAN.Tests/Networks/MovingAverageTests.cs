using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.Convolutions;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks;

public class MovingAverageTests
{
    [Test]
    public void Parameters_are_averaged_as_the_formula_says()
    {
        using var scope = NewDisposeScope();
        using var network = new PlainConvolution(new(1, 1, 1));
        using var average = new MovingAverage(network, 0.9);
        var expected = 0.0;
        foreach (var value in new[] { 1f, -2f, 5f })
        {
            using (no_grad())
            {
                network.get_parameter("weight")!.fill_(value);
            }

            average.Update(network);
            expected = 0.9 * expected + 0.1 * value;
        }

        using var other = new PlainConvolution(new(1, 1, 1));
        average.CopyTo(other);
        Assert.That(other.get_parameter("weight")!.detach().flatten()[0].item<float>(), Is.EqualTo(expected).Within(1e-6));
        Assert.That(other.get_parameter("weight")!.requires_grad, Is.True);
        Assert.That(network.get_parameter("weight")!.detach().flatten()[0].item<float>(), Is.EqualTo(5), "the network itself goes on");
    }

    [Test]
    public void Buffers_are_those_of_the_last_update()
    {
        using var scope = NewDisposeScope();
        using var network = new PixelDiscriminator(1, 2, Norm.Batch);
        using var average = new MovingAverage(network, 0.99);
        network.call(randn(4, 1, 3, 3)).sum().backward();
        average.Update(network);
        foreach (var (name, buffer) in network.named_buffers())
        {
            TensorAssert.AreEqual(average.State[name], buffer, name);
        }
    }

    [Test]
    public void Updates_leave_no_tensors_behind()
    {
        using var network = new PixelDiscriminator(1, 2, Norm.Batch);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var average = new MovingAverage(network, 0.5))
        {
            average.Update(network);
            average.CopyTo(network);
            Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before + average.State.Count));
        }

        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }
}
