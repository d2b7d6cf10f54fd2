using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.Convolutions;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks.Convolutions;

public class ConvolutionCheckTests
{
    private static IEnumerable<TestCaseData> Faults =>
    [
        Planted("output", (s, x, w, b) => s.Apply(x, w, b) * 1.01),
        Planted("output", (s, x, w, b) => s.Apply(x, w, b) * float.NaN),
        Planted("input gradient", (s, x, w, b) => s.Apply(Shortened(x), w, b)),
        Planted("weight gradient", (s, x, w, b) => s.Apply(x, Shortened(w), b)),
        Planted("bias gradient", (s, x, w, b) => s.Apply(x, w, Shortened(b!))),
        Planted("input's second derivative", (s, x, w, b) => s.Apply(x, w, b) + Vanishing(x).square()),
        Planted("weight's second derivative", (s, x, w, b) => s.Apply(x, w, b) + Vanishing(x) * Vanishing(w)),
    ];

    [TestCaseSource(nameof(Faults))]
    public void A_planted_fault_is_found(string where, Func<ConvolutionShape, Tensor, Tensor, Tensor?, Tensor> faulty)
    {
        using var layer = new PlainConvolution(new(2, 3, 3));
        var result = ConvolutionCheck.Run([new(layer, [1, 2, 8, 8], SecondDerivatives: true)], faulty);
        Assert.That(result.Passed, Is.False);
        Assert.That(
            result.Off.Single(),
            Does.StartWith("convolution 2 to 3, kernel 3, stride 1, padding 0, on 1x2x8x8 Float32: the " + where));
    }

    [Test]
    [Platform("Linux", Reason = "other allocators may hand out cleared memory")]
    public void Memory_that_was_never_written_is_found()
    {
        using var layer = new PlainConvolution(new(2, 3, 3));
        var result = ConvolutionCheck.Run(
            [new(layer, [1, 2, 8, 8])], (s, x, w, b) => s.Apply(x, w, b) + 0 * empty(1 << 10).sum());
        Assert.That(result.Passed, Is.False);
    }

    [Test]
    public void Each_distinct_convolution_of_a_run_is_checked_once_and_found_right()
    {
        using var random = new Generator(1);
        using var generator = GeneratorFactory.Create(new() { Blocks = 4, Filters = 32 }, 2, 1, random);
        using var discriminator = DiscriminatorFactory.Create(new() { Layers = 2, Filters = 16 }, 3, random);
        using var another = DiscriminatorFactory.Create(new() { Layers = 2, Filters = 16 }, 3, random);
        var shown = new List<(int, int)>();
        var result = ConvolutionCheck.Run(
            [new(generator, [1, 2, 64, 64]), new(discriminator, [1, 3, 64, 64]), new(another, [1, 3, 64, 64])], (done, total) => shown.Add((done, total)));
        Assert.That(result.Checked, Is.EqualTo(7 + 4));
        Assert.That(shown, Is.EqualTo(Enumerable.Range(1, 11).Select(done => (done, 11))));
        Assert.That(result.Off, Is.Empty);
    }

    [Test]
    public void No_tensor_outlives_the_check_of_a_convolution_that_is_computed_in_parts()
    {
        // Of 256x256 pixels with a kernel of 3 seven channels are copied at a time: three parts.
        using var layer = new PlainConvolution(new(16, 1, 3));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.That(ConvolutionCheck.Run([new(layer, [1, 16, 256, 256])]).Passed);
        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    [Test]
    public void Each_batch_size_is_checked_and_a_fault_of_one_is_found()
    {
        using var layer = new PlainConvolution(new(2, 3, 3));
        var network = new CheckedNetwork(layer, [1, 2, 8, 8]) { Batches = [4, 1, 4] };
        Assert.That(ConvolutionCheck.Run([network]).Checked, Is.EqualTo(2));
        var result = ConvolutionCheck.Run([network], (s, x, w, b) => s.Apply(x, w, b) * (x.shape[0] == 4 ? 1.1 : 1));
        Assert.That(result.Off.Single(), Does.Contain("on 4x2x8x8 Float32: the output"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Layers_too_large_for_one_copy_of_their_pixels_are_measured_in_parts(bool transposed)
    {
        using var layer = new PlainConvolution(transposed ? new(5, 70, 7, 2, 3, 1, Transposed: true) : new(70, 5, 7, Padding: 3));
        Assert.That(ConvolutionCheck.Run([new(layer, [2, transposed ? 5 : 70, 64, 64])]).Off, Is.Empty);
    }

    [Test]
    public void Second_derivatives_are_not_checked_where_a_run_does_not_take_them()
    {
        using var layer = new PlainConvolution(new(2, 3, 3));
        Assert.That(ConvolutionCheck.Run([new(layer, [1, 2, 8, 8])], (s, x, w, b) => s.Apply(x, w, b) + Vanishing(x) * Vanishing(w)).Passed, Is.True);
    }

    /// <summary>Outputs, gradients and second derivatives; a quarter of the kernels are of one pixel.</summary>
    [TestCase(true, 200)]
    [TestCase(false, 40)]
    public void Convolutions_of_random_shapes_are_right_when_padded_and_when_oneDnn_is_off(bool padded, int shapes)
    {
        var random = new Random(7);
        List<CheckedNetwork> layers = [];
        for (var i = 0; i < shapes; i++)
        {
            var kernel = Math.Max(1, random.Next(-1, 8));
            var (inputs, outputs, padding) = (random.Next(1, 129), random.Next(1, 129), random.Next(kernel));
            var shape = new ConvolutionShape(inputs, outputs, kernel, random.Next(1, 3), padding, Transposed: random.Next(2) == 1);
            long[] input = [i % 2 == 0 ? 1 : 4, inputs, random.Next(8, 20), random.Next(8, 20)];
            layers.Add(new(new PlainConvolution(shape, random.Next(2) == 1), input, SecondDerivatives: true));
        }

        using var off = padded ? null : new WithoutOneDnn();
        var result = ConvolutionCheck.Run(layers);
        Assert.That((result.Checked, result.Off), Is.EqualTo((shapes, Array.Empty<string>())));
        layers.ForEach(layer => layer.Network.Dispose());
    }

    [Test]
    public void A_run_of_the_check_leaves_the_network_as_it_was()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(2);
        using var network = new PatchDiscriminator(2, 4, 2, Norm.Batch, spectralNorm: true);
        Initialiser.Apply(network, Initialisation.Normal, 0.02, random);
        var before = network.state_dict().ToDictionary(s => s.Key, s => s.Value.clone());
        var first = ConvolutionCheck.Run([new(network, [2, 2, 16, 16])]);
        var second = ConvolutionCheck.Run([new(network, [2, 2, 16, 16])]);
        Assert.That((first.Checked, second.Checked), Is.EqualTo((4, 4)));
        Assert.That(network.training, Is.True);
        foreach (var (name, value) in network.state_dict())
        {
            TensorAssert.AreEqual(value, before[name], name);
        }
    }

    [Test]
    public void Float64_is_the_measure_and_is_not_checked()
    {
        using var layer = new PlainConvolution(new(2, 3, 3));
        layer.to(ScalarType.Float64);
        Assert.That(ConvolutionCheck.Run([new(layer, [1, 2, 8, 8])]).Checked, Is.Zero);
    }

    [Test]
    public void Bfloat16_is_checked_with_its_own_tolerance()
    {
        using var layer = new PlainConvolution(new(3, 4, 3));
        layer.to(ScalarType.BFloat16);
        var result = ConvolutionCheck.Run([new(layer, [1, 3, 8, 8])]);
        Assert.That(result.Checked, Is.EqualTo(1));
        Assert.That(result.Off, Is.Empty);
    }

    private static TestCaseData Planted(string where, Func<ConvolutionShape, Tensor, Tensor, Tensor?, Tensor> faulty) =>
        new TestCaseData(where, faulty).SetArgDisplayNames(where);

    // Zero with its first derivatives; a product of two has a second derivative.
    private static Tensor Vanishing(Tensor value) => (value - value.detach()).sum();

    // The value as it is, with 0.9 of its gradient.
    private static Tensor Shortened(Tensor value) => 0.9 * value + 0.1 * value.detach();
}
