using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Networks;
using AsynDGAN.Tests.Networks;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Comparison.Fidelity;

public class FeatureSpaceTests
{
    [Test]
    public void Radiomic_features_of_each_channel_are_those_inside_the_head()
    {
        using var scope = NewDisposeScope();
        var image = Disc();
        var found = FeatureSpace.Radiomic(inGround: true).Extract(cat([image, image * 0.5f - 0.5f], 1));
        var ground = ImageGround.Of(image).data<bool>().ToArray();
        var expected = RadiomicFeatures.Of(image.data<float>().ToArray(), ground, 32, 32);
        Assert.That(ground.Count(inside => inside), Is.InRange(250, 330), "a disc of radius 9.5 has 284 pixels");
        Assert.That(found.Single(), Has.Length.EqualTo(40));
        Assert.That(found.Single()[..20], Is.EqualTo(expected));
        Assert.That(found.Single()[20..], Is.Not.EqualTo(expected));
    }

    [Test]
    public void Without_a_ground_they_are_the_whole_image_s()
    {
        using var scope = NewDisposeScope();
        var image = Disc();
        Assert.That(
            FeatureSpace.Radiomic(inGround: false).Extract(image).Single(),
            Is.EqualTo(RadiomicFeatures.Of(image.data<float>().ToArray(), new bool[32 * 32], 32, 32)));
    }

    [Test]
    public void Features_of_a_network_are_the_means_of_its_maps_whatever_the_batch()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var network = PerceptualLoss.Load(VggSample.Write(folder.Join("vgg.safetensors"), VggSample.Weights(1)), CPU);
        var images = cat([Disc(), Disc().flip(3) * 0.3f, -Disc()]);
        var found = FeatureSpace.OfNetwork(network).Extract(images);
        Assert.That(found.Select(row => row.Length), Is.All.EqualTo(4 + 6 + 8 + 10), "channels of four maps");
        Assert.That(FeatureSpace.OfNetwork(network).Extract(images.narrow(0, 1, 1)).Single(), Is.EqualTo(found[1]).Within(1e-6));
        Assert.That(found.SelectMany(row => row), Is.All.GreaterThanOrEqualTo(0), "after the rectifier");
    }

    [Test]
    public void Images_pass_a_network_by_twos_as_it_was_checked()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var path = ScriptSample.Write(folder.Join("maps.pt"), "(x, x, x, torch.view(x, [2, 3, 32, 32]))");
        using var network = PerceptualLoss.Load(path, CPU, [2, 3, 32, 32]);
        Assert.That(FeatureSpace.OfNetwork(network).Extract(cat([Disc(), -Disc(), Disc(), -Disc()])).Select(row => row.Length), Is.EqualTo(new[] { 12, 12, 12, 12 }));
    }

    /// <summary>[1, 1, 32, 32]: a disc with structure before black.</summary>
    private static TorchSharp.torch.Tensor Disc() => tensor(
        [.. Enumerable.Range(0, 32 * 32).Select(i => double.Hypot(i / 32 - 15.5, i % 32 - 15.5) <= 9.5 ? 0.2f + 0.02f * (i % 7) : -1f)], [1, 1, 32, 32]);
}
