using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks;

public class FeatureMapsTests
{
    [Test]
    public void The_distance_is_that_of_the_channel_means_averaged_over_channels_and_maps()
    {
        using var scope = NewDisposeScope();

        // Two images; means of the channels 1 and 2 against 0 and 5, then 4 against 1.
        var first = stack([full([2, 2, 2], 1f), full([2, 2, 2], 2f)], 1);
        var images = stack([zeros(3, 4, 1), full([3, 4, 1], 5f)], 1);
        var distance = new FeatureMaps([first, tensor(new float[] { 3, 5 }, [2, 1])], [images, ones(2, 1)]).Distance();
        Assert.That(distance.item<float>(), Is.EqualTo((((1 + 3) / 2.0) + 3) / 2).Within(1e-6));
    }

    [Test]
    public void Means_do_not_ask_where_in_a_map_or_in_which_image_something_is()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        var map = rand([3, 4, 8, 8], generator: random);
        Assert.That(new FeatureMaps([map], [map.flip(0).flip(3)]).Distance().item<float>(), Is.Zero.Within(1e-6));
    }

    [TestCase(DiscriminatorNetwork.Patch, 16, 3)]
    [TestCase(DiscriminatorNetwork.Pixel, 16, 2)]
    [TestCase(DiscriminatorNetwork.Mlp, 1, 2)]
    public void Every_discriminator_gives_its_features_beside_the_same_logits(DiscriminatorNetwork kind, int size, int maps)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        using var network = DiscriminatorFactory.Create(new DiscriminatorOptions { Network = kind, Filters = 4, Layers = 2 }, 3, random);
        var input = rand([2, 3, size, size], generator: random);
        var (logits, features) = network.WithMaps(input);
        Assert.Multiple(() =>
        {
            Assert.That(logits.equal(network.call(input)).all().item<bool>(), Is.True);
            Assert.That(features, Has.Count.EqualTo(maps));
            Assert.That(features.Select(map => map.shape[0]), Is.All.EqualTo(2));
        });
    }
}
