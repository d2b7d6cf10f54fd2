using System.Text.RegularExpressions;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.Convolutions;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Architecture;

/// <summary>oneDNN's convolutions are false on some processors, so that every convolution is one that the check sees.</summary>
public partial class ConvolutionUseTests
{
    [Test]
    public void No_code_beside_the_convolution_layer_calls_libtorch_s_convolutions()
    {
        var calls = Room.All.Where(room => room.Folder != "Networks/Convolutions").SelectMany(room => room.Files)
            .SelectMany(file => File.ReadLines(file).Where(line => Call().IsMatch(line)).Select(line => $"{file}: {line.Trim()}"));
        Assert.That(calls, Is.Empty);
    }

    [TestCase("var y = nn.functional.conv2d(x, w);")]
    [TestCase("nn.Conv2d(1, 2, 3)")]
    [TestCase("conv_transpose2d(x, w)")]
    [TestCase("new ConvTranspose3d()")]
    public void A_call_of_them_is_found(string line) => Assert.That(Call().IsMatch(line));

    [Test]
    public void A_network_with_another_convolution_gets_no_weights_and_passes_no_check()
    {
        using var random = new Generator(1);
        using var network = nn.Sequential(("inner", nn.Sequential(("first", nn.Conv2d(1, 1, 3)))));
        Assert.That(
            () => Initialiser.Apply(network, Initialisation.Normal, 0.02, random),
            Throws.ArgumentException.With.Message.Contains("inner.first is a Conv2d; take a PlainConvolution"));
        Assert.That(() => ConvolutionCheck.Run([new(network, [1, 1, 8, 8])]), Throws.ArgumentException);
    }

    [Test]
    public void The_check_sees_every_generator_and_discriminator_of_images()
    {
        using var random = new Generator(1);
        foreach (var kind in Enum.GetValues<GeneratorNetwork>().Except([GeneratorNetwork.Mlp]))
        {
            foreach (var upsampling in Enum.GetValues<Upsampling>())
            {
                using var network = GeneratorFactory.Create(new GeneratorOptions { Network = kind, Upsampling = upsampling, Filters = 1, Blocks = 1 }, 1, 1, random);
                Assert.That(Weights(network), Is.EqualTo(Layers(network)), $"{kind}, {upsampling}");
            }
        }

        foreach (var kind in Enum.GetValues<DiscriminatorNetwork>().Except([DiscriminatorNetwork.Mlp]))
        {
            using var network = DiscriminatorFactory.Create(new DiscriminatorOptions { Network = kind, Filters = 1 }, 2, random);
            Assert.That(Weights(network), Is.EqualTo(Layers(network)), $"{kind}");
        }

        // A weight with height and width is a convolution's.
        static int Weights(nn.Module network) => network.parameters().Count(parameter => parameter.dim() == 4);
        static int Layers(nn.Module network) => network.modules().OfType<ConvolutionLayer>().Count();
    }

    [GeneratedRegex(@"\bconv(_?transpose)?[123]d\b", RegexOptions.IgnoreCase)]
    private static partial Regex Call();
}
