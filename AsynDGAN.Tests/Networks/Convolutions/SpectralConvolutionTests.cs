using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.Convolutions;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks.Convolutions;

public class SpectralConvolutionTests
{
    [Test]
    public void After_some_steps_in_training_the_largest_singular_value_is_1()
    {
        using var scope = NewDisposeScope();
        using var layer = Create();
        for (var i = 0; i < 200; i++)
        {
            using var step = NewDisposeScope();
            layer.call(zeros(1, 2, 3, 3));
        }

        // Sees one kernel position a time: the response to each unit input is a column of the effective weight.
        var columns = layer.call(eye(18).view(18, 2, 3, 3)).detach().flatten(1);
        Assert.That(linalg.svdvals(columns)[0].item<float>(), Is.EqualTo(1).Within(1e-4));
    }

    [Test]
    public void Evaluation_leaves_the_vectors_alone()
    {
        using var scope = NewDisposeScope();
        using var layer = Create();
        layer.eval();
        var before = layer.named_buffers().ToDictionary(b => b.name, b => b.buffer.clone());
        layer.call(zeros(1, 2, 3, 3));
        foreach (var (name, buffer) in layer.named_buffers())
        {
            TensorAssert.AreEqual(buffer, before[name], name);
        }
    }

    [Test]
    public void Real_and_fake_may_pass_before_one_backward_pass()
    {
        using var scope = NewDisposeScope();
        using var layer = Create();
        var (real, fake) = (layer.call(randn(1, 2, 3, 3)), layer.call(randn(1, 2, 3, 3)));
        Assert.That(() => (real.sum() + fake.sum()).backward(), Throws.Nothing);
    }

    private static SpectralConvolution Create()
    {
        using var random = new Generator(6);
        var layer = new SpectralConvolution(new(2, 4, 3), bias: false);
        Initialiser.Apply(layer, Initialisation.Normal, 1, random);
        return layer;
    }
}
