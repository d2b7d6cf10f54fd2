using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.Convolutions;
using AsynDGAN.Core.Networks.WeightFiles;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks;

public class DoublingTests
{
    private static readonly ConvolutionShape OfResnet = new(3, 2, 3, Stride: 2, Padding: 1, OutputPadding: 1, Transposed: true);

    private static readonly ConvolutionShape OfUnet = new(3, 2, 4, Stride: 2, Padding: 1, Transposed: true);

    private static IEnumerable<ConvolutionShape> Shapes => [OfResnet, OfUnet];

    [TestCaseSource(nameof(Shapes))]
    public void A_resize_convolves_every_pixel_twice_with_reflected_borders(ConvolutionShape shape)
    {
        using var scope = NewDisposeScope();
        using var layer = Filled(Upsampling.Resize, shape);
        var input = randn([2, 3, 4, 5], dtype: ScalarType.Float64);
        var output = layer.call(input);
        Assert.That(output.shape, Is.EqualTo(new long[] { 2, 2, 8, 10 }));

        var (weight, bias) = (layer.get_parameter("convolution.weight")!, layer.get_parameter("convolution.bias")!);
        var expected = zeros_like(output);
        for (var row = 0; row < 8; row++)
        {
            for (var column = 0; column < 10; column++)
            {
                var sum = bias.detach().expand(2, 2).clone();
                for (var down = -1; down <= 1; down++)
                {
                    for (var right = -1; right <= 1; right++)
                    {
                        var pixel = input[.., .., Reflected(row + down, 8) / 2, Reflected(column + right, 10) / 2];
                        sum += pixel.matmul(weight.detach()[.., .., down + 1, right + 1].t());
                    }
                }

                expected[.., .., row, column] = sum;
            }
        }

        TensorAssert.IsClose(output, expected, 1e-12, 1e-12, "output");

        static int Reflected(int at, int size) => at < 0 ? -at : at >= size ? 2 * (size - 1) - at : at;
    }

    [TestCaseSource(nameof(Shapes))]
    public void A_transposed_doubling_has_the_same_shape_and_the_parameters_it_always_had(ConvolutionShape shape)
    {
        using var scope = NewDisposeScope();
        using var layer = Filled(Upsampling.Transposed, shape);
        var input = randn([2, 3, 4, 5], dtype: ScalarType.Float64);
        var (weight, bias) = (layer.get_parameter("weight")!, layer.get_parameter("bias")!);
        TensorAssert.AreEqual(layer.call(input), shape.Apply(input, weight, bias), "output");
        Assert.That(layer.call(input).shape, Is.EqualTo(new long[] { 2, 2, 8, 10 }));
    }

    [TestCaseSource(nameof(Shapes))]
    public void A_constant_map_stays_constant_where_it_is_resized_and_not_where_it_is_transposed(ConvolutionShape shape)
    {
        using var scope = NewDisposeScope();
        using var transposed = Filled(Upsampling.Transposed, shape);
        using var resized = Filled(Upsampling.Resize, shape);
        var constant = randn([1, 3, 1, 1], dtype: ScalarType.Float64).expand(1, 3, 8, 8);
        Assert.That(Spread(resized), Is.LessThan(1e-12));
        Assert.That(Spread(transposed), Is.GreaterThan(0.1), "even pixels meet other weights than odd ones");

        // Away from the borders, where the transposed convolution meets zeros.
        double Spread(nn.Module<Tensor, Tensor> layer)
        {
            var inner = layer.call(constant).narrow(2, 4, 8).narrow(3, 4, 8);
            return (inner.amax([2, 3]) - inner.amin([2, 3])).max().item<double>();
        }
    }

    [Test]
    public void Its_gradients_are_those_of_finite_differences([Values] Upsampling upsampling)
    {
        using var scope = NewDisposeScope();
        using var layer = Filled(upsampling, OfResnet);
        var input = randn([1, 3, 3, 4], dtype: ScalarType.Float64).requires_grad_();
        var cotangent = randn([1, 2, 6, 8], dtype: ScalarType.Float64);
        List<Tensor> leaves = [input, .. layer.parameters()];
        var gradients = autograd.grad([Value()], leaves);
        using var noGradient = no_grad();
        foreach (var (leaf, gradient) in leaves.Zip(gradients))
        {
            var direction = randn(leaf.shape, dtype: ScalarType.Float64);
            // Its square times a third derivative, which may be some thousands, is what the difference is off by.
            const double Step = 1e-5;
            leaf.add_(direction * Step);
            var above = Value().item<double>();
            leaf.sub_(direction * (2 * Step));
            var below = Value().item<double>();
            leaf.add_(direction * Step);
            Assert.That((above - below) / (2 * Step), Is.EqualTo((gradient * direction).sum().item<double>()).Within(1e-5));
        }

        Tensor Value() => (layer.call(input).tanh() * cotangent).sum();
    }

    [Test]
    public void A_generators_other_layers_keep_their_names(
        [Values(GeneratorNetwork.Resnet, GeneratorNetwork.Unet128, GeneratorNetwork.Unet256)] GeneratorNetwork network, [Values(Norm.Instance, Norm.Batch)] Norm norm)
    {
        using var transposed = Generator(network, norm, Upsampling.Transposed);
        using var resized = Generator(network, norm, Upsampling.Resize);
        Assert.That(transposed.state_dict().Keys, Has.None.Contains("convolution"));
        Assert.That(resized.state_dict().Keys, Has.Some.Contains("convolution"));
        Assert.That(resized.state_dict().Keys.Select(key => key.Replace(".convolution", "")), Is.EqualTo(transposed.state_dict().Keys));
        Assert.That(resized.modules().OfType<ConvolutionLayer>().Any(layer => layer.Shape.Transposed), Is.False);
    }

    [Test]
    public void Weights_of_the_one_are_refused_by_the_other([Values] Upsampling upsampling)
    {
        using var folder = new TemporaryFolder();
        using var network = Generator(GeneratorNetwork.Resnet, Norm.Instance, upsampling);
        using var other = Generator(GeneratorNetwork.Resnet, Norm.Instance, upsampling == Upsampling.Resize ? Upsampling.Transposed : Upsampling.Resize);
        var file = Path.Combine(folder.Path, "weights.safetensors");
        WeightFile.Save(network, file);
        Assert.That(() => WeightFile.Load(other, file), Throws.TypeOf<UserException>().With.Message.Contains("model.11."));
    }

    private static nn.Module<Tensor, Tensor> Generator(GeneratorNetwork network, Norm norm, Upsampling upsampling)
    {
        using var random = new Generator(1);
        return GeneratorFactory.Create(new GeneratorOptions { Network = network, Norm = norm, Upsampling = upsampling, Filters = 2, Blocks = 1 }, 2, 1, random);
    }

    private static nn.Module<Tensor, Tensor> Filled(Upsampling upsampling, ConvolutionShape shape)
    {
        using var random = new Generator(3);
        var layer = Doubling.Layer(upsampling, shape, bias: true);
        using (no_grad())
        {
            foreach (var parameter in layer.parameters())
            {
                parameter.copy_(randn(parameter.shape, generator: random));
            }
        }

        return layer.to(ScalarType.Float64);
    }
}
