using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Diagnosis;

/// <summary>
/// Compares a network on a device, its output and all gradients, with the same network in float64 on the CPU: with plain arithmetic
/// that neither oneDNN nor a GPU takes part in.
/// </summary>
internal static class NetworkCheck
{
    /// <summary>What float32 may be off by, of the largest value: faults that were seen are off by a tenth and more.</summary>
    public const double Tolerance = 1e-3;

    // Of a network's largest gradient: rounding was up to 5e-7 of that, a twentieth of the tolerance of this.
    private const double Least = 1e-2;

    /// <summary>
    /// Compares, on one input; where that is off, on two more, of whose three differences the middle ones count: a rectifier that rounding turns over
    /// changes gradients by more than rounding, with few inputs, and a false kernel with most.
    /// </summary>
    /// <param name="kind">The network.</param>
    /// <param name="device">Where it is checked, in float32.</param>
    /// <returns>
    /// The largest difference, as a share of the largest value: of the output, of the input's gradient, of the weights' gradients, where every
    /// weight has its own. NaN where something is no number.
    /// </returns>
    public static (double Output, double InputGradient, double WeightGradients) Run(NetworkKind kind, Device device)
    {
        var first = Run(kind, device, 1);
        if (first.Output <= Tolerance && first.InputGradient <= Tolerance && first.WeightGradients <= Tolerance)
        {
            return first;
        }

        (double Output, double InputGradient, double WeightGradients)[] three = [first, Run(kind, device, 2), Run(kind, device, 3)];
        return (Middle(of => of.Output), Middle(of => of.InputGradient), Middle(of => of.WeightGradients));

        // What is no number is off by more than any.
        double Middle(Func<(double Output, double InputGradient, double WeightGradients), double> which) =>
            three.Select(which).OrderBy(difference => double.IsNaN(difference) ? double.PositiveInfinity : difference).ElementAt(1);
    }

    private static (double Output, double InputGradient, double WeightGradients) Run(NetworkKind kind, Device device, ulong seed)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(seed);
        var input = randn(kind.InputShape, generator: random);
        Tensor? cotangent = null;
        var truth = Values(CPU, ScalarType.Float64);
        var found = Values(device, ScalarType.Float32);
        return (Difference([found.Output], [truth.Output]), Difference([found.Input], [truth.Input]), Difference(found.Weights, truth.Weights));

        (Tensor Output, Tensor Input, Tensor[] Weights) Values(Device on, ScalarType type)
        {
            using var network = kind.Make().to(type).to(on);
            var x = input.to(type).to(on).detach().requires_grad_();
            var output = network.call(x);
            cotangent ??= randn(output.shape, generator: random);
            var weights = network.parameters().ToArray();
            var gradients = autograd.grad([output], [x, .. weights], [cotangent.to(type).to(on)]);
            return (output.detach(), gradients[0], [.. gradients.Skip(1)]);
        }
    }

    /// <summary>
    /// The largest difference, each tensor's as a share of its own largest value, or of <see cref="Least"/> of the largest of all where its own is
    /// smaller: a bias before a norm has a gradient of rounding alone.
    /// </summary>
    private static double Difference(IReadOnlyList<Tensor> found, IReadOnlyList<Tensor> truth)
    {
        double[] own = [.. truth.Select(Largest)];
        var least = Least * own.Max();
        var apart = found.Zip(truth, (got, expected) => Largest(got.cpu().to(ScalarType.Float64) - expected));
        return apart.Zip(own, (difference, largest) => difference / Math.Max(largest, least)).Aggregate(Math.Max);
    }

    private static double Largest(Tensor values) => values.abs().max().item<double>();
}
