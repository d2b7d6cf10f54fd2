using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks.Convolutions;

/// <summary>Compares a script as a whole, what it gives and the gradient of its input, with the same in float64.</summary>
internal static class ScriptCheck
{
    /// <summary>
    /// What float32 may be off by, as a share of the norm: a rectifier that rounding turns over changes a gradient at its place, so that
    /// single values tell nothing. Faults that were seen are off by a tenth and more.
    /// </summary>
    public const double Tolerance = 2e-2;

    // How much a script asks for is not known: as much as is ever filled.
    private const long Largest = long.MaxValue / (2 * sizeof(float));

    /// <summary>Compares, on as many images as pass it at once in the run.</summary>
    /// <param name="script">On the CPU, with <see cref="CheckedNetwork.InFloat64"/>.</param>
    /// <returns>The largest difference, as a share of the norm; NaN where something is no number; null where it does not compute in float64.</returns>
    /// <exception cref="UserException">It fails in float32.</exception>
    public static double? Difference(CheckedNetwork script)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        var images = randn([script.Batches.Prepend(script.InputShape[0]).Max(), .. script.InputShape[1..]], generator: random);
        Tensor? cotangent = null;

        // What fails in float32 is refused here, as what is not known of float64 is not.
        Values(script.Network, images);
        Tensor[] truth;
        try
        {
            using var network = script.InFloat64!();
            truth = Values(network, images.to(ScalarType.Float64));
        }
        catch (Exception fault) when (fault is UserException or ExternalException)
        {
            return null;
        }

        if (truth.Any(value => value.dtype != ScalarType.Float64))
        {
            return null;
        }

        var difference = 0.0;
        for (var attempt = 0; attempt < ConvolutionCheck.Attempts; attempt++)
        {
            using var attemptScope = NewDisposeScope();
            ConvolutionCheck.FillHeapWithNaN(Largest);
            difference = Values(script.Network, images).Zip(truth, Apart).Aggregate(difference, Math.Max);
        }

        return difference;

        Tensor[] Values(nn.Module<Tensor, Tensor> network, Tensor input)
        {
            var x = input.detach().requires_grad_();
            var output = network.call(x);
            cotangent ??= randn(output.shape, generator: random);
            try
            {
                return output.requires_grad ? [output.detach(), autograd.grad([output], [x], [cotangent.to(output.dtype)])[0]] : [output];
            }
            catch (ExternalException fault)
            {
                throw new UserException($"{network.GetName()} has no gradient: {fault.Message.Split('\n')[0]}");
            }
        }
    }

    private static double Apart(Tensor found, Tensor expected)
    {
        var apart = (found.to(ScalarType.Float64) - expected).norm().item<double>();
        return apart == 0 ? 0 : apart / expected.norm().item<double>();
    }
}
