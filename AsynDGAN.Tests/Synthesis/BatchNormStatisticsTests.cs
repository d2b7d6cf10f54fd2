using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Synthesis;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Synthesis;

public class BatchNormStatisticsTests
{
    /// <summary>Direct: what enters each layer, its mean and unbiased variance a condition, and their means over the conditions in float64.</summary>
    [Test]
    public void They_are_the_means_of_each_conditions_own()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        using var generator = GeneratorFactory.Create(
            new GeneratorOptions { Blocks = 2, Filters = 3, Norm = Norm.Batch, Dropout = 0.5 }, 2, 1, random);
        generator.eval();
        var layers = generator.modules().OfType<BatchNorm2d>().ToList();
        var inputs = rand([4, 2, 16, 16], generator: random).round() * 2 - 1;
        var entered = layers.Select(_ => new List<Tensor>()).ToArray();
        foreach (var (layer, seen) in layers.Zip(entered))
        {
            layer.register_forward_pre_hook((_, input) =>
            {
                seen.Add(input.detach().to(float64).clone().DetachFromDisposeScope());
                return input;
            });
        }

        BatchNormStatistics.Recompute(generator, Enumerable.Range(0, 4).Select(i => inputs.narrow(0, i, 1).clone()));

        Assert.That(layers, Has.Count.GreaterThan(5));
        foreach (var (layer, seen) in layers.Zip(entered))
        {
            Assert.That(seen, Has.Count.EqualTo(4));
            var mean = stack([.. seen.Select(x => x.mean([0, 2, 3]))]).mean([0]);
            var variance = stack([.. seen.Select(x => x.var([0, 2, 3], unbiased: true))]).mean([0]);
            Assert.That(layer.running_mean!.to(float64).allclose(mean, 1e-4, 1e-6), Is.True);
            Assert.That(layer.running_var!.to(float64).allclose(variance, 1e-4, 1e-8), Is.True);
            Assert.That(layer.training, Is.False);
            seen.ForEach(x => x.Dispose());
        }
    }

    [TestCase(1, 0)]
    [TestCase(2, 9)]
    public void They_include_the_variance_between_the_images_of_a_batch(int batchSize, double between)
    {
        // Constant images of 1 and 7: nothing varies within, and of both together the variance is 9, times n / (n - 1).
        using var scope = NewDisposeScope();
        using var layer = nn.BatchNorm2d(1);
        using var generator = nn.Sequential(layer);
        generator.eval();
        var inputs = cat([full([1, 1, 4, 4], 1f), full([1, 1, 4, 4], 7f)]);
        BatchNormStatistics.Recompute(generator, inputs.split(batchSize).Select(batch => batch.clone()));
        Assert.That(layer.running_mean!.item<float>(), Is.EqualTo(4).Within(1e-5));
        Assert.That(layer.running_var!.item<float>(), Is.EqualTo(between * 32 / 31).Within(1e-5));
    }

    [Test]
    public void A_generator_without_batch_norm_asks_for_no_condition()
    {
        using var random = new Generator(3);
        using var generator = GeneratorFactory.Create(new GeneratorOptions { Blocks = 1, Filters = 2 }, 2, 1, random);
        BatchNormStatistics.Recompute(generator, Enumerable.Range(0, 1).Select<int, Tensor>(_ => throw new AssertionException("asked")));
    }
}
