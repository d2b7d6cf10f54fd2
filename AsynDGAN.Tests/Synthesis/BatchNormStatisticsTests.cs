using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Synthesis;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Synthesis;

[NonParallelizable]
public class BatchNormStatisticsTests
{
    [Test]
    public void They_become_the_mean_of_single_conditions_statistics()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(4);
        var generator = GeneratorFactory.Create(new GeneratorOptions { Blocks = 1, Filters = 3, Norm = Norm.Batch, InitGain = 0.3 }, 2, 1, random);
        generator.eval();
        var inputs = Enumerable.Range(0, 5).Select(_ => randn([1, 2, 16, 16], generator: random)).ToArray();
        BatchNormStatistics.Recompute(generator, inputs);

        // The first convolution's output does not depend on any statistics, so it can be taken directly.
        var layers = generator.modules();
        var (first, norm) = (layers.OfType<ConvolutionLayer>().First(), layers.OfType<BatchNorm2d>().First());
        var outputs = inputs.Select(input => first.call(nn.functional.pad(input, [3, 3, 3, 3], TorchSharp.PaddingModes.Reflect))).ToArray();
        var mean = stack([.. outputs.Select(o => o.mean([0, 2, 3]))]).mean([0]);
        var variance = stack([.. outputs.Select(o => o.var([0, 2, 3]))]).mean([0]);
        Assert.Multiple(() =>
        {
            TensorAssert.IsClose(norm.running_mean!, mean, rtol: 1e-5, atol: 1e-6, "running mean");
            TensorAssert.IsClose(norm.running_var!, variance, rtol: 1e-5, atol: 1e-6, "running variance");
            Assert.That(norm.training, Is.False);
        });
    }

    [Test]
    public void A_generator_without_batch_norm_is_left_alone()
    {
        using var random = new Generator(4);
        using var generator = GeneratorFactory.Create(new GeneratorOptions { Blocks = 1, Filters = 2 }, 2, 1, random);
        Assert.That(() => BatchNormStatistics.Recompute(generator, Never()), Throws.Nothing);

        static IEnumerable<Tensor> Never()
        {
            Assert.Fail("no input is needed");
            yield break;
        }
    }
}
