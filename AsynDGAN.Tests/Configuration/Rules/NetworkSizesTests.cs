using System.Runtime.InteropServices;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Rules;
using AsynDGAN.Core.Networks;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Configuration.Rules;

public class NetworkSizesTests
{
    private static readonly DiscriminatorOptions AnySize = new() { Network = DiscriminatorNetwork.Pixel };

    [Test]
    public void A_size_is_allowed_where_a_generator_gives_an_image_of_that_size(
        [Values(GeneratorNetwork.Resnet, GeneratorNetwork.Unet128, GeneratorNetwork.Unet256)] GeneratorNetwork kind, [Values] Norm norm)
    {
        var options = new GeneratorOptions { Network = kind, Norm = norm, Blocks = 1, Filters = 1 };
        using var random = new Generator(1);
        using var network = GeneratorFactory.Create(options, 1, 1, random);
        int[] sizes = kind == GeneratorNetwork.Resnet ? [.. Enumerable.Range(1, 33)] : [8, 64, 96, 128, 160, 192, 256, 384, 512];
        foreach (var size in sizes)
        {
            Assert.That(
                NetworkSizes.Fault(options, AnySize, size) is null, Is.EqualTo(OutputSide(network, 1, size) == size), $"{size}");
        }
    }

    [Test]
    public void A_size_is_allowed_where_a_discriminator_gives_a_logit([Range(1, 5)] int layers, [Values] Norm norm, [Values] bool spectral)
    {
        var options = new DiscriminatorOptions { Layers = layers, Norm = norm, Filters = 1, SpectralNorm = spectral };
        using var random = new Generator(1);
        using var network = DiscriminatorFactory.Create(options, 2, random);
        for (var size = 128; size > 0; size -= 4)
        {
            Assert.That(
                NetworkSizes.Fault(new(), options, size) is null, Is.EqualTo(size >= 8 && OutputSide(network, 2, size) >= 1), $"{size}");
        }
    }

    [Test]
    public void The_message_names_the_value_and_those_allowed()
    {
        Assert.That(
            NetworkSizes.Fault(new() { Network = GeneratorNetwork.Unet128 }, new(), 200),
            Is.EqualTo("200 does not suit generator.network unet128, which takes multiples of 128 from 128: "
                + "128 or 256 are the nearest"));
        Assert.That(
            NetworkSizes.Fault(new(), new(), 2),
            Is.EqualTo("2 does not suit generator.network resnet, which takes multiples of 4 from 8: "
                + "8 is the nearest"));
        Assert.That(
            NetworkSizes.Fault(new(), new() { Layers = 5 }, 64),
            Is.EqualTo("64 is too small for discriminator.network patch with discriminator.layers 5, which takes "
                + "96 or more; take fewer layers or larger images"));
    }

    // 0 where the network refuses the size.
    private static long OutputSide(nn.Module<Tensor, Tensor> network, int channels, int size)
    {
        using var scope = NewDisposeScope();
        try
        {
            return network.call(rand(1, channels, size, size)).shape[3];
        }
        catch (ExternalException)
        {
            return 0;
        }
    }
}
