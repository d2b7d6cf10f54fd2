using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Rules;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Segmentation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Configuration;

/// <summary>No configuration that is accepted lets batch norm meet one value a channel, whose deviation is no number.</summary>
public class NormValuesTests
{
    private static readonly ExperimentRule rule = DownstreamRules.All.Single(r => r.Keys[0] == "segmentation.depth");

    [TestCase(GeneratorNetwork.Resnet, 8)]
    [TestCase(GeneratorNetwork.Unet128, 128)]
    [TestCase(GeneratorNetwork.Unet256, 256)]
    public void The_smallest_images_of_a_generator_leave_several(GeneratorNetwork kind, int size)
    {
        var options = new GeneratorOptions { Network = kind, Norm = Norm.Batch, Blocks = 1, Filters = 1 };
        Assert.That(NetworkSizes.Fault(options, new() { Network = DiscriminatorNetwork.Pixel }, size), Is.Null);
        using var random = new Generator(1);
        using var network = GeneratorFactory.Create(options, 1, 1, random);
        Assert.That(StaysFinite(network, 1, 1, size), Is.True);
    }

    [Test]
    public void The_smallest_images_of_a_discriminator_leave_several([Range(1, 5)] int layers)
    {
        var options = new DiscriminatorOptions { Layers = layers, Norm = Norm.Batch, Filters = 1 };
        using var random = new Generator(1);
        using var network = DiscriminatorFactory.Create(options, 1, random);
        Assert.That(StaysFinite(network, 1, 1, 3 << layers), Is.True);
    }

    [Test]
    public void A_depth_is_refused_exactly_where_it_leaves_one([Values(8, 12, 16, 20, 32)] int size, [Values(1, 2)] int batchSize, [Range(2, 7)] int depth)
    {
        var options = new SegmentationOptions { Depth = depth, BatchSize = batchSize, Filters = 1, Norm = Norm.Batch };
        using var network = SegmentationTrainer.NewNetwork(options, 1, 1);
        Assert.That(Refused(options, size), Is.EqualTo(!StaysFinite(network, batchSize, 1, size)));
    }

    [Test]
    public void Instance_norm_of_one_value_gives_zero_and_is_refused_too()
    {
        using var scope = NewDisposeScope();
        Assert.That(nn.functional.instance_norm(rand(2, 3, 2, 2)).abs().sum().item<float>(), Is.GreaterThan(0));
        var options = new SegmentationOptions { Depth = 5, Norm = Norm.Instance };
        Assert.That((Refused(options, 16), Refused(options with { Depth = 4 }, 16), Refused(options with { Norm = Norm.None }, 16)), Is.EqualTo((true, false, false)));
    }

    private static bool Refused(SegmentationOptions options, int size) =>
        rule.Check(new Experiment { Data = new DataOptions { ImageSize = size }, Segmentation = options }) is not null;

    private static bool StaysFinite(nn.Module<Tensor, Tensor> network, int batchSize, int channels, int size)
    {
        using var scope = NewDisposeScope();
        using var noGraph = no_grad();
        network.train();
        network.call(rand(batchSize, channels, size, size));
        return network.modules().OfType<BatchNorm2d>().All(layer => layer.running_var!.isfinite().all().item<bool>());
    }
}
