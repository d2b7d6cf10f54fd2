using AsynDGAN.Core.Benchmark;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Benchmark;

public class MultiplyAddsTests
{
    [Test]
    public void A_resnet_has_those_of_its_layers_shapes([Values(Norm.Batch, Norm.Instance)] Norm norm, [Values(1, 3)] int blocks, [Values] Upsampling upsampling)
    {
        using var scope = NewDisposeScope();
        using var network = GeneratorFactory.Create(new GeneratorOptions { Blocks = blocks, Filters = 5, Norm = norm, Upsampling = upsampling, Dropout = 0.5 }, 2, 3, new Generator(1));
        const long F = 5, Full = 16 * 16, Half = 8 * 8, Quarter = 4 * 4;
        var halvings = 9 * (F * 2 * F * Half + 2 * F * 4 * F * Quarter);

        // A transposed convolution of stride 2 has one product a pixel in and weight; the other one a pixel out, which are four times as many.
        var doublings = (upsampling == Upsampling.Resize ? 4 : 1) * 9 * (4 * F * 2 * F * Quarter + 2 * F * F * Half);
        var expected = 49 * Full * F * (2 + 3) + halvings + blocks * 2 * 9 * (4 * F) * (4 * F) * Quarter + doublings;
        Assert.That(MultiplyAdds.Forward(network, [1, 2, 16, 16]), Is.EqualTo(expected));
        Assert.That(MultiplyAdds.Forward(network, [4, 2, 16, 16]), Is.EqualTo(4 * expected));
        Assert.That(network.training, Is.True);
    }

    [Test]
    public void Linear_layers_count_with_the_same_weight_as_convolutions()
    {
        using var scope = NewDisposeScope();
        using var network = DiscriminatorFactory.Create(new DiscriminatorOptions { Network = DiscriminatorNetwork.Mlp, Layers = 2, Filters = 7 }, 3, new Generator(1));
        Assert.That(MultiplyAdds.Forward(network, [10, 3, 1, 1]), Is.EqualTo(10 * (3 * 7 + 7 * 7 + 7)));
    }

    [Test]
    public void The_published_discriminator_has_3_2_billion()
    {
        using var scope = NewDisposeScope();
        using var network = DiscriminatorFactory.Create(new DiscriminatorOptions { Norm = Norm.Batch }, 6, new Generator(1));
        Assert.That(MultiplyAdds.Forward(network, [1, 6, 256, 256]) / 1e9, Is.EqualTo(3.2).Within(0.05));
    }

    [TestCase(1, 1, 3 * 100 + 8 * 10 + 3)]
    [TestCase(4, 1, 4 * (3 * 100 + 8 * 10 + 3))]
    [TestCase(1, 3, 5 * 100 + 20 * 10 + 3)]
    public void A_step_is_all_forward_and_backward_passes_of_all_sites(int sites, int exchanges, long expected) =>
        Assert.That(MultiplyAdds.OfStep(100, 10, 1, sites, exchanges), Is.EqualTo(expected));
}
