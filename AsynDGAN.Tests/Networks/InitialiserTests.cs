using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.Convolutions;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks;

public class InitialiserTests
{
    // Fan in: 64 * 16 = 1024 inputs an output (transposed: the second dimension all the same); fan out: 96 * 16 = 1536.
    [TestCase(Initialisation.Normal, 0.02, 0.02)]
    [TestCase(Initialisation.Xavier, 0.5, 0.5 * 0.0279508497)]
    [TestCase(Initialisation.Kaiming, 0.02, 0.0441941738)]
    public void Weights_have_the_deviation_of_the_method(Initialisation method, double gain, double deviation)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        using var plain = new PlainConvolution(new(64, 96, 4));
        using var transposed = new PlainConvolution(new(96, 64, 4, Transposed: true));
        foreach (var layer in new[] { plain, transposed })
        {
            Initialiser.Apply(layer, method, gain, random);
            var weight = layer.get_parameter("weight")!.detach();

            // 98,304 weights: the standard errors are 0.3% of the deviation for the mean and 0.23% for the deviation.
            Assert.That(weight.mean().item<float>(), Is.Zero.Within(0.015 * deviation));
            Assert.That(weight.std().item<float>(), Is.EqualTo(deviation).Within(0.012 * deviation));
            Assert.That((weight / deviation).pow(4).mean().item<float>(), Is.EqualTo(3).Within(0.2), "as of a normal distribution");
            Assert.That(layer.get_parameter("bias")!.abs().max().item<float>(), Is.Zero);
        }
    }

    [TestCase(3, 8)]
    [TestCase(64, 2)]
    public void Orthogonal_rows_or_columns_have_the_gain_as_length_and_right_angles(int inputs, int outputs)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(2);
        using var layer = new PlainConvolution(new(inputs, outputs, 1));
        Initialiser.Apply(layer, Initialisation.Orthogonal, 0.7, random);
        var matrix = layer.get_parameter("weight")!.detach().flatten(1);
        var product = outputs < inputs ? matrix.mm(matrix.t()) : matrix.t().mm(matrix);
        TensorAssert.IsClose(product, 0.49 * eye(Math.Min(inputs, outputs)), 1e-5, 1e-6, "product");
    }

    [Test]
    public void Orthogonal_matrices_have_no_preferred_sign()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        using var layer = new PlainConvolution(new(2, 2, 1));
        var positive = 0;
        for (var i = 0; i < 400; i++)
        {
            Initialiser.Apply(layer, Initialisation.Orthogonal, 1, random);
            positive += layer.get_parameter("weight")!.detach()[0, 0].item<float>() > 0 ? 1 : 0;
        }

        Assert.That(positive, Is.InRange(150, 250), "400 tosses, five deviations to each side");
    }

    [Test]
    public void Norm_weights_are_around_1_and_running_statistics_untouched()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(4);
        using var norm = nn.BatchNorm2d(10_000);
        Initialiser.Apply(norm, Initialisation.Kaiming, 0.02, random);
        Assert.That(norm.weight.mean().item<float>(), Is.EqualTo(1).Within(0.001));
        Assert.That(norm.weight.std().item<float>(), Is.EqualTo(0.02).Within(0.0008));
        Assert.That(norm.bias!.abs().max().item<float>(), Is.Zero);
        Assert.That(norm.running_var!.sub(1).abs().max().item<float>(), Is.Zero);
    }

    [Test]
    public void The_vectors_of_spectral_norm_have_length_1()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        using var layer = new SpectralConvolution(new(3, 5, 4));
        Initialiser.Apply(layer, Initialisation.Normal, 0.02, random);
        Assert.That(layer.buffers().Select(b => b.norm().item<float>()), Is.All.EqualTo(1).Within(1e-6));
    }

    [Test]
    public void The_seed_alone_decides([Values] Initialisation method)
    {
        using var scope = NewDisposeScope();
        var (first, again, other) = (Network(1), Network(1), Network(2));
        manual_seed(99);
        foreach (var name in first.Keys)
        {
            TensorAssert.AreEqual(again[name], first[name], name);
        }

        Assert.That(first["model.1.weight"].equal(other["model.1.weight"]).any().item<bool>(), Is.False);

        Dictionary<string, Tensor> Network(ulong seed)
        {
            using var random = new Generator(seed);
            using var network = GeneratorFactory.Create(new() { Blocks = 1, Filters = 2, Norm = Norm.Batch, Init = method }, 1, 1, random);
            return network.state_dict().ToDictionary(t => t.Key, t => t.Value.detach().clone());
        }
    }
}
