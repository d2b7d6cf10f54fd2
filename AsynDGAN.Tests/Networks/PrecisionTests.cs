using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.Convolutions;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks;

/// <summary>bfloat16 in the convolutions and between them; float32 in weights, gradients of weights, norms' statistics, pixels and logits.</summary>
public class PrecisionTests
{
    // A rounding to bfloat16's 8 bits.
    private const double Rounding = 1.0 / 256;

    private static IEnumerable<TestCaseData> Networks =>
    [
        .. new[] { Norm.Instance, Norm.Batch, Norm.None }.SelectMany(norm => new[]
        {
            Of($"resnet {norm}", random => GeneratorFactory.Create(new() { Blocks = 1, Filters = 4, Norm = norm, Dropout = 0 }, 2, 1, random), [2, 2, 16, 16]),
            Of($"resnet {norm}, resized", random => GeneratorFactory.Create(new() { Blocks = 1, Filters = 4, Norm = norm, Dropout = 0, Upsampling = Upsampling.Resize }, 2, 1, random), [2, 2, 16, 16]),
            Of($"unet128 {norm}", random => GeneratorFactory.Create(new() { Network = GeneratorNetwork.Unet128, Filters = 2, Norm = norm, Dropout = 0 }, 2, 1, random), [2, 2, 128, 128]),
            Of($"patch {norm}", random => DiscriminatorFactory.Create(new() { Layers = 2, Filters = 4, Norm = norm }, 3, random), [2, 3, 32, 32]),
            Of($"pixel {norm}", random => DiscriminatorFactory.Create(new() { Network = DiscriminatorNetwork.Pixel, Filters = 4, Norm = norm }, 3, random), [2, 3, 8, 8]),
            Of($"segmentation {norm}", _ => new SegmentationUNet(1, 1, 4, 2, norm, 0), [2, 1, 16, 16]),
        }),
        Of("patch with spectral norm", random => DiscriminatorFactory.Create(new() { Layers = 2, Filters = 4, SpectralNorm = true }, 3, random), [2, 3, 32, 32]),
    ];

    [TestCaseSource(nameof(Networks))]
    public void A_network_gives_float32_close_to_its_own_in_float32_and_its_weights_stay_float32(Func<Generator, nn.Module<Tensor, Tensor>> create, long[] shape)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        using var network = create(random);
        Initialiser.Apply(network, Initialisation.Kaiming, 0, random);
        var input = rand(shape, generator: random) * 2 - 1;
        var (expected, wanted) = OutputAndGradients();
        using var precision = new InBfloat16();
        var (output, gradients) = OutputAndGradients();
        Assert.That(output.dtype, Is.EqualTo(ScalarType.Float32));
        Assert.That(Difference(output, expected), Is.InRange(1e-9, 0.1), "its numbers are bfloat16's");
        Assert.That(network.parameters().Select(parameter => parameter.dtype), Is.All.EqualTo(ScalarType.Float32));
        foreach (var (name, gradient) in gradients)
        {
            Assert.That(gradient.dtype, Is.EqualTo(ScalarType.Float32), name);
            Assert.That(Cosine(gradient, wanted[name]), Is.GreaterThan(0.8), name);
        }

        (Tensor, Dictionary<string, Tensor>) OutputAndGradients()
        {
            // The same running statistics and singular vectors each time.
            using var weights = new MovingAverage(network, 0);
            network.zero_grad();
            var made = network.call(input);
            (made * made).sum().backward();
            weights.CopyTo(network);

            // A bias before a norm has a gradient of rounding alone.
            return (made.detach(), network.named_parameters().Where(p => p.parameter.dim() > 1).ToDictionary(p => p.name, p => p.parameter.grad!.clone()));
        }
    }

    [Test]
    public void Between_two_convolutions_numbers_are_bfloat16_and_the_last_layer_widens_them()
    {
        using var scope = NewDisposeScope();
        using var precision = new InBfloat16();
        using var inner = new PlainConvolution(new(2, 3, 3));
        using var last = new PlainConvolution(new(3, 1, 1)) { IsLast = true };
        var between = inner.call(rand(1, 2, 8, 8));
        Assert.That(between.dtype, Is.EqualTo(ScalarType.BFloat16));
        Assert.That(last.call(between).dtype, Is.EqualTo(ScalarType.Float32));
        Assert.That(inner.call(rand([1, 2, 8, 8], dtype: ScalarType.Float64).to(ScalarType.Float32)).dtype, Is.EqualTo(ScalarType.BFloat16));
        inner.to(ScalarType.Float64);
        Assert.That(inner.call(rand([1, 2, 8, 8], dtype: ScalarType.Float64)).dtype, Is.EqualTo(ScalarType.Float64), "float64 is the measure");
    }

    [Test]
    public void A_convolution_in_bfloat16_is_that_of_its_rounded_input_and_weight()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        using var layer = new PlainConvolution(new(8, 4, 3), bias: false);
        using (no_grad())
        {
            layer.get_parameter("weight")!.copy_(randn(4, 8, 3, 3, generator: random));
        }

        var input = randn(2, 8, 10, 10, generator: random);
        var truth = layer.Shape.Apply(Rounded(input), Rounded(layer.get_parameter("weight")!), null);
        using var precision = new InBfloat16();
        Assert.That(Difference(layer.call(input).to(ScalarType.Float64), truth), Is.LessThan(Rounding));

        static Tensor Rounded(Tensor value) => value.to(ScalarType.BFloat16).to(ScalarType.Float64);
    }

    [TestCase(Norm.Instance)]
    [TestCase(Norm.Batch)]
    public void A_norm_of_bfloat16_takes_its_statistics_in_float32(Norm norm)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(6);

        // A mean far from 0: sums in bfloat16 would lose the deviations.
        var input = (100 + randn(2, 3, 64, 64, generator: random) * 4).to(ScalarType.BFloat16);
        using var layer = norm.Layer(3);
        var expected = layer.call(input.to(ScalarType.Float32));
        Assert.That(Difference(layer.call(input).to(ScalarType.Float32), expected), Is.LessThan(Rounding));
    }

    [Test]
    public void The_check_of_the_convolutions_checks_the_type_that_is_used()
    {
        using var precision = new InBfloat16();
        using var random = new Generator(1);
        using var network = GeneratorFactory.Create(new() { Blocks = 1, Filters = 4 }, 2, 1, random);
        List<ScalarType> used = [];
        var result = ConvolutionCheck.Run([new(network, [1, 2, 16, 16])], (shape, x, w, b) =>
        {
            used.Add(x.dtype);
            return PaddedConvolution.Apply(shape, x, w, b);
        });
        Assert.That(result.Off, Is.Empty);
        Assert.That(used, Is.Not.Empty.And.All.EqualTo(ScalarType.BFloat16));
    }

    [Test]
    public void Channels_last_has_the_same_values_and_gradients_and_a_pixels_channels_side_by_side()
    {
        using var scope = NewDisposeScope();
        var tensor = rand(2, 3, 4, 5).requires_grad_();
        var laid = Layout.Of(tensor, ScalarType.Float32, channelsLast: true);
        Assert.That(laid.stride(), Is.EqualTo(new long[] { 60, 1, 15, 3 }));
        TensorAssert.AreEqual(laid, tensor, "values");
        (laid * laid).sum().backward();
        TensorAssert.AreEqual(tensor.grad!, 2 * tensor, "gradient");
        Assert.That(Layout.Of(laid, ScalarType.Float32, channelsLast: true), Is.SameAs(laid), "nothing is copied twice");

        var narrow = Layout.Of(tensor, ScalarType.BFloat16, channelsLast: true);
        Assert.That((narrow.dtype, narrow.stride()[1]), Is.EqualTo((ScalarType.BFloat16, 1L)));
        TensorAssert.AreEqual(narrow, tensor.to(ScalarType.BFloat16), "rounded");
        Assert.That(Layout.Of(tensor, ScalarType.Float32, channelsLast: false), Is.SameAs(tensor));
    }

    private static double Difference(Tensor value, Tensor expected) =>
        ((value.to(ScalarType.Float64) - expected.to(ScalarType.Float64)).abs().max() / expected.to(ScalarType.Float64).abs().max()).item<double>();

    private static double Cosine(Tensor a, Tensor b) => nn.functional.cosine_similarity(a.flatten(), b.flatten(), 0, 1e-12).item<float>();

    private static TestCaseData Of(string name, Func<Generator, nn.Module<Tensor, Tensor>> create, long[] shape) =>
        new TestCaseData(create, shape).SetArgDisplayNames(name);
}
