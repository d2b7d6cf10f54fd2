using AsynDGAN.Core.Networks;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks;

public class GeneratorInputTests
{
    [Test]
    public void Noise_follows_the_conditions_channels_and_its_seed()
    {
        using var scope = NewDisposeScope();
        var x = rand(2, 3, 16, 16);
        var input = GeneratorInput.Of(x, 4, seed: 5);
        Assert.Multiple(() =>
        {
            Assert.That(input.shape, Is.EqualTo(new long[] { 2, 7, 16, 16 }));
            Assert.That(input[.., ..3].equal(x).all().item<bool>());
            Assert.That(input.equal(GeneratorInput.Of(x, 4, seed: 5)).all().item<bool>());
            Assert.That(input[.., 3..].equal(GeneratorInput.Of(x, 4, seed: 6)[.., 3..]).any().item<bool>(), Is.False);
            Assert.That(GeneratorInput.Of(x, 0, seed: 5), Is.SameAs(x));
        });
    }
}
