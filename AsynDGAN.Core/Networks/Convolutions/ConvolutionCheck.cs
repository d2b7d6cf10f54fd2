using AsynDGAN.Core.Platform;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks.Convolutions;

/// <summary>
/// Compares every distinct convolution of a run's networks, its output, its gradients and, where the run takes them, its second
/// derivatives, with float64. To be run before training, synthesis and segmentation on the CPU; where one is off, oneDNN is to be switched off
/// (<see cref="OneDnn.Disable"/>), for nothing else would tell that gradients are false.
/// </summary>
public static class ConvolutionCheck
{
    /// <summary>The fault reads memory that was never written, so one good result proves little.</summary>
    internal const int Attempts = 3;

    private const long SmallestFill = 1 << 20, LargestFill = 32 << 20;

    private const long CopiedAtMost = 32 << 20;

    /// <summary>Finds the convolutions by a forward pass on zeros for each batch size, in evaluation mode and without a graph.</summary>
    /// <param name="networks">The networks of the run.</param>
    /// <param name="advance">Told how many convolutions of how many are checked.</param>
    public static ConvolutionCheckResult Run(IEnumerable<CheckedNetwork> networks, Action<int, int>? advance = null) => Run(networks, PaddedConvolution.Apply, advance);

    /// <param name="networks">As above.</param>
    /// <param name="convolve">What is checked, so that a test can plant a fault.</param>
    /// <param name="advance">As above.</param>
    internal static ConvolutionCheckResult Run(
        IEnumerable<CheckedNetwork> networks,
        Func<ConvolutionShape, Tensor, Tensor, Tensor?, Tensor> convolve,
        Action<int, int>? advance = null)
    {
        var all = networks.ToList();
        var scripts = all.Where(network => network.InFloat64 is not null).ToList();
        var cases = all.Where(network => network.InFloat64 is null).SelectMany(Record).Distinct().ToList();
        var done = 0;
        List<string> off = [.. cases.Select(@case => Counted(Fault(@case, convolve))).OfType<string>()];
        var found = scripts.Select(script => (File: script.Network.GetName(), Difference: Counted(ScriptCheck.Difference(script)))).ToList();
        off.AddRange(found.Where(script => !(script.Difference is null or <= ScriptCheck.Tolerance))
            .Select(script => FormattableString.Invariant($"the script {script.File}: its maps or their gradient are off by {script.Difference:g2}")));
        return new(cases.Count, off)
        {
            Scripts = [.. found.Where(script => script.Difference is not null).Select(script => script.File)],
            Unchecked = [.. found.Where(script => script.Difference is null).Select(script => script.File)],
        };

        // Blocks are of different sizes, so that each check would leave others' behind in pieces.
        T Counted<T>(T result)
        {
            NativeRuntime.GiveBackFreeBlocks();
            advance?.Invoke(++done, cases.Count + scripts.Count);
            return result;
        }
    }

    /// <summary>Refuses a network with a convolution that is no <see cref="ConvolutionLayer"/>: it would be neither checked nor safe.</summary>
    /// <exception cref="ArgumentException">There is one; it is named.</exception>
    public static void RefuseOthers(nn.Module network)
    {
        foreach (var (name, module) in network.named_modules())
        {
            if (module is TorchSharp.Modules.Convolution)
            {
                throw new ArgumentException($"{network.GetName()}.{name} is a {module.GetType().Name}; take a {nameof(PlainConvolution)} or another {nameof(ConvolutionLayer)}");
            }
        }
    }

    private static List<ConvolutionCase> Record(CheckedNetwork @checked)
    {
        var network = @checked.Network;
        RefuseOthers(network);
        var first = network.parameters().First();
        if (first.device_type != DeviceType.CPU || first.dtype == ScalarType.Float64)
        {
            return [];
        }

        List<ConvolutionCase> cases = [];
        List<Action> removals = [];
        network.apply(module =>
        {
            if (module is ConvolutionLayer layer)
            {
                var hook = layer.register_forward_pre_hook((_, input) =>
                {
                    cases.Add(new(layer.Shape, layer.HasBias, input.shape[0], input.shape[2], input.shape[3], ConvolutionLayer.ComputedIn(input.dtype), @checked.SecondDerivatives));
                    return input;
                });
                removals.Add(hook.remove);
            }
        });

        var training = network.training;
        network.eval();
        try
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            foreach (var batch in @checked.Batches.Prepend(@checked.InputShape[0]).Distinct())
            {
                network.call(zeros([batch, .. @checked.InputShape[1..]], first.dtype));
            }
        }
        finally
        {
            network.train(training);
            removals.ForEach(remove => remove());
        }

        return cases;
    }

    private static string? Fault(ConvolutionCase @case, Func<ConvolutionShape, Tensor, Tensor, Tensor?, Tensor> convolve)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        var shape = @case.Shape;
        var input = Draw(@case.Batch, shape.Inputs, @case.Height, @case.Width);
        var weight = Draw(shape.WeightShape);
        var bias = @case.HasBias ? Draw(shape.Outputs) : null;
        Tensor? cotangent = null, direction = null;
        var truth = NativeRuntime.GivingBackLargeBlocks(() => Values(ScalarType.Float64, InParts));

        var output = truth[0].Value.shape;
        var largest = @case.Batch * Math.Max(
            PaddedConvolution.Filled(shape.Inputs) * @case.Height * @case.Width, PaddedConvolution.Filled(shape.Outputs) * output[2] * output[3]);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            using var attemptScope = NewDisposeScope();
            FillHeapWithNaN(largest);
            var result = Values(@case.Type, convolve);
            for (var i = 0; i < truth.Count; i++)
            {
                var (name, expected) = truth[i];
                var error = ((result[i].Value.to(ScalarType.Float64) - expected).abs().max() / expected.abs().max()).item<double>();
                if (!(error <= Tolerance(@case.Type)))
                {
                    return FormattableString.Invariant($"{@case}: the {name} is off by {error:g2} of its largest value");
                }
            }
        }

        return null;

        Tensor Draw(params long[] size) => randn(size, generator: random).to(@case.Type);

        List<(string Name, Tensor Value)> Values(ScalarType type, Func<ConvolutionShape, Tensor, Tensor, Tensor?, Tensor> function) =>
            @case.SecondDerivatives ? [.. OutputAndGradients(type, function), .. SecondDerivatives(type, function)] : OutputAndGradients(type, function);

        List<(string Name, Tensor Value)> OutputAndGradients(
            ScalarType type, Func<ConvolutionShape, Tensor, Tensor, Tensor?, Tensor> function)
        {
            var x = input.to(type).detach().requires_grad_();
            var w = weight.to(type).detach().requires_grad_();
            var b = bias?.to(type).detach().requires_grad_();
            var output = function(shape, x, w, b);
            cotangent ??= Draw(output.shape);
            output.backward([cotangent.to(type)]);
            List<(string, Tensor)> values = [("output", output.detach()), ("input gradient", x.grad!), ("weight gradient", w.grad!)];
            if (b is not null)
            {
                values.Add(("bias gradient", b.grad!));
            }

            return values;
        }

        // Of half the squared output, weighted, so that the input's gradient depends on the input and on the weight.
        List<(string Name, Tensor Value)> SecondDerivatives(
            ScalarType type, Func<ConvolutionShape, Tensor, Tensor, Tensor?, Tensor> function)
        {
            var x = input.to(type).detach().requires_grad_();
            var w = weight.to(type).detach().requires_grad_();
            var output = function(shape, x, w, bias?.to(type));
            var gradient = autograd.grad([output], [x], [output * cotangent!.to(type)], create_graph: true, retain_graph: true)[0];
            direction ??= Draw(input.shape);
            gradient.backward([direction.to(type)]);
            return [("input's second derivative", x.grad!), ("weight's second derivative", w.grad!)];
        }
    }

    /// <summary>
    /// As <see cref="ConvolutionShape.Apply"/>, few channels at a time: in float64 libtorch copies every pixel once for each
    /// place of the kernel, which of a whole layer would be more than its network ever needs.
    /// </summary>
    private static Tensor InParts(ConvolutionShape shape, Tensor input, Tensor weight, Tensor? bias)
    {
        var pixels = shape.Transposed ? input.shape[2] * input.shape[3] : (input.shape[2] + 2 * shape.Padding) * (input.shape[3] + 2 * shape.Padding);
        var channels = Math.Max(1, CopiedAtMost / (sizeof(double) * input.shape[0] * pixels * shape.Kernel * shape.Kernel));
        var parts = weight.split(channels, 1);
        if (shape.Transposed)
        {
            return cat([.. parts.Select((part, at) => shape.Apply(input, part, bias?.narrow(0, at * channels, part.shape[1])))], 1);
        }

        Tensor? sum = null;
        foreach (var (x, part) in input.split(channels, 1).Zip(parts))
        {
            using var scope = NewDisposeScope();
            var one = shape.Apply(x, part, null);
            if (sum is null)
            {
                sum = one.MoveToOuterDisposeScope();
            }
            else
            {
                // It gives back the sum itself, which would leave one scope after the other if it were moved again.
                _ = sum.add_(one);
            }
        }

        return bias is null ? sum! : sum! + bias.reshape(1, -1, 1, 1);
    }

    // Rounding stays below a tenth of these; the faults seen are from 10% to NaN.
    private static double Tolerance(ScalarType type) => type == ScalarType.Float32 ? 1e-3 : 5e-2;

    /// <summary>Blocks of all sizes that the convolution may ask for are written full of NaN and freed.</summary>
    /// <param name="largest">Elements of the largest tensor, channels filled up.</param>
    internal static void FillHeapWithNaN(long largest)
    {
        using var scope = NewDisposeScope();
        var end = Math.Clamp(2 * sizeof(float) * largest, SmallestFill, LargestFill);
        for (var bytes = 64L; bytes <= end; bytes *= 2)
        {
            full(bytes / sizeof(float), float.NaN);
            full(bytes / sizeof(float), float.NaN);
        }
    }
}
