using AsynDGAN.Core.Networks.Convolutions;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks.Convolutions;

public class ConvolutionTests
{
    private static IEnumerable<ConvolutionShape> Shapes =>
    [
        new(1, 1, 1),
        new(17, 5, 1),
        new(3, 4, 1, Padding: 2),
        new(5, 3, 1, Stride: 2),
        new(4, 6, 1, Transposed: true),
        new(3, 2, 1, Padding: 1, Transposed: true),
        new(2, 3, 7),
        new(3, 5, 4, Stride: 2, Padding: 1),
        new(17, 2, 3, Padding: 1),
        new(2, 16, 7, Padding: 2),
        new(5, 17, 3, Stride: 3, Padding: 2),
        new(16, 1, 7),
        new(20, 3, 7, Padding: 3),
        new(33, 1, 4, Padding: 1),
        new(16, 32, 3, Stride: 2, Padding: 1),
        new(5, 3, 4, Stride: 2, Padding: 1, Transposed: true),
        new(3, 20, 3, Stride: 2, Padding: 1, OutputPadding: 1, Transposed: true),
        new(4, 4, 2, Stride: 2, Transposed: true),
    ];

    [TestCaseSource(nameof(Shapes))]
    public void The_output_is_that_of_the_definition(ConvolutionShape shape)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        using var layer = new PlainConvolution(shape);
        var (input, weight, bias) = Fill(layer, random);
        var output = layer.call(input);
        TensorAssert.IsClose(output, Definition(shape, input, weight, bias), 1e-4, 1e-4, "output");
    }

    [TestCaseSource(nameof(Shapes))]
    public void Filling_up_channels_leaves_gradients_and_second_derivatives_as_they_are(ConvolutionShape shape)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(4);
        using var layer = new PlainConvolution(shape);
        var (input, weight, bias) = Fill(layer, random);
        var padded = Derivatives(ScalarType.Float32, PaddedConvolution.Apply);
        var plain = Derivatives(ScalarType.Float64, (s, x, w, b) => s.Apply(x, w, b));
        foreach (var (name, value) in plain)
        {
            TensorAssert.IsClose(padded[name], value, 1e-4, 1e-5 * value.abs().max().item<double>(), name);
        }

        // The gradients of the mean square of the input's gradient, as a gradient penalty needs them.
        Dictionary<string, Tensor> Derivatives(ScalarType type, Func<ConvolutionShape, Tensor, Tensor, Tensor?, Tensor> convolve)
        {
            var (x, w, b) = (Leaf(input), Leaf(weight), Leaf(bias));
            var loss = convolve(shape, x, w, b).pow(3).sum();
            var gradients = autograd.grad([loss], [x, w, b], create_graph: true, retain_graph: true);
            gradients[0].square().mean().backward();
            return new()
            {
                ["input"] = gradients[0],
                ["weight"] = gradients[1],
                ["bias"] = gradients[2],
                ["input twice"] = x.grad!,
                ["weight twice"] = w.grad!,
                ["bias twice"] = b.grad!,
            };

            Tensor Leaf(Tensor value) => value.detach().to(type).clone().requires_grad_();
        }
    }

    [TestCase(2, 16, 7, true, false)]
    [TestCase(4, 64, 7, true, false)]
    [TestCase(3, 64, 4, true, false)]
    [TestCase(16, 1, 7, false, true)]
    [TestCase(64, 3, 7, false, true)]
    [TestCase(16, 16, 7, false, false)]
    [TestCase(64, 64, 3, false, false)]
    public void Layers_of_few_channels_are_folded_and_no_others(int inputs, int outputs, int kernel, bool ofInputs, bool ofOutputs)
    {
        var shape = new ConvolutionShape(inputs, outputs, kernel);
        Assert.That((FoldedConvolution.SuitsInputs(shape), FoldedConvolution.SuitsOutputs(shape)), Is.EqualTo((ofInputs, ofOutputs)));
    }

    /// <summary>No way of summing but this one gives the same bits, so no convolution of oneDNN takes part.</summary>
    [Test]
    public void A_kernel_of_one_pixel_is_a_product_of_matrices([Values] bool transposed)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(6);
        var shape = new ConvolutionShape(100, 80, 1, Transposed: transposed);
        var (x, w) = (randn([2, 100, 9, 8], generator: random).requires_grad_(), randn(shape.WeightShape, generator: random).requires_grad_());
        var matrix = transposed ? w.flatten(1).t() : w.flatten(1);
        TensorAssert.AreEqual(PaddedConvolution.Apply(shape, x, w, null).flatten(2), matmul(matrix, x.flatten(2)), "output");
    }

    [Test]
    public void Bfloat16_agrees_with_float64_up_to_its_rounding()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        using var layer = new PlainConvolution(new(3, 5, 3, Padding: 1));
        var (input, _, _) = Fill(layer, random);
        layer.to(ScalarType.BFloat16);
        var rounded = input.to(ScalarType.BFloat16);
        var output = layer.call(rounded);
        Assert.That(output.dtype, Is.EqualTo(ScalarType.BFloat16));
        layer.to(ScalarType.Float64);
        TensorAssert.IsClose(output, layer.call(rounded.to(ScalarType.Float64)), 1e-2, 2e-2, "output");
    }

    [Test]
    public void A_layer_keeps_its_parameters_when_it_is_made_within_a_scope_and_frees_them_at_its_end()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        PlainConvolution layer;
        using (NewDisposeScope())
        {
            layer = new PlainConvolution(new(1, 1, 3));
        }

        Assert.That(layer.parameters().Select(p => p.IsInvalid), Is.All.False);
        layer.Dispose();
        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    private static (Tensor Input, Tensor Weight, Tensor Bias) Fill(PlainConvolution layer, Generator random)
    {
        using var noGrad = no_grad();
        var (weight, bias) = (layer.get_parameter("weight")!, layer.get_parameter("bias")!);
        weight.copy_(randn(weight.shape, generator: random));
        bias.copy_(randn(bias.shape, generator: random));
        return (randn([2, layer.Shape.Inputs, 9, 8], generator: random), weight, bias);
    }

    /// <summary>Sums in the order of the formula: every input pixel meets every pixel of the kernel.</summary>
    private static Tensor Definition(ConvolutionShape s, Tensor input, Tensor weight, Tensor bias)
    {
        var (count, height, width) = (input.shape[0], input.shape[2], input.shape[3]);
        long Side(long side) => s.Transposed
            ? (side - 1) * s.Stride - 2 * s.Padding + s.Kernel + s.OutputPadding
            : (side + 2 * s.Padding - s.Kernel) / s.Stride + 1;
        var (rows, columns) = (Side(height), Side(width));
        var x = input.data<float>().ToNDArray();
        var w = weight.detach().data<float>().ToNDArray();
        var b = bias.detach().data<float>().ToArray();
        var y = new double[count, s.Outputs, rows, columns];
        for (var n = 0L; n < count; n++)
        {
            for (var o = 0L; o < s.Outputs; o++)
            {
                for (var r = 0L; r < rows; r++)
                {
                    for (var c = 0L; c < columns; c++)
                    {
                        y[n, o, r, c] += b[o];
                    }
                }

                for (var i = 0L; i < s.Inputs; i++)
                {
                    for (var kr = 0L; kr < s.Kernel; kr++)
                    {
                        for (var kc = 0L; kc < s.Kernel; kc++)
                        {
                            AddProducts(n, o, i, kr, kc);
                        }
                    }
                }
            }
        }

        return tensor(y.Cast<double>().ToArray(), [count, s.Outputs, rows, columns]);

        void AddProducts(long n, long o, long i, long kr, long kc)
        {
            for (var r = 0L; r < (s.Transposed ? height : rows); r++)
            {
                for (var c = 0L; c < (s.Transposed ? width : columns); c++)
                {
                    var (farRow, farColumn) = (r * s.Stride + kr - s.Padding, c * s.Stride + kc - s.Padding);
                    var (farRows, farColumns) = s.Transposed ? (rows, columns) : (height, width);
                    if (farRow < 0 || farColumn < 0 || farRow >= farRows || farColumn >= farColumns)
                    {
                        continue;
                    }

                    if (s.Transposed)
                    {
                        y[n, o, farRow, farColumn] += Value(x, n, i, r, c) * Value(w, i, o, kr, kc);
                    }
                    else
                    {
                        y[n, o, r, c] += Value(x, n, i, farRow, farColumn) * Value(w, o, i, kr, kc);
                    }
                }
            }
        }

        static double Value(Array array, long a, long b, long c, long d) => ((float[,,,])array)[a, b, c, d];
    }
}
