using AsynDGAN.Core.Networks.Convolutions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Benchmark;

/// <summary>
/// The multiply-adds that a method asks for: those of convolutions and linear layers, counted from the shapes that pass them.
/// What an implementation adds (padding of channels) and what costs little (norms, activations, optimizers) is not counted.
/// </summary>
public static class MultiplyAdds
{
    /// <summary>Of one forward pass.</summary>
    /// <param name="network">On any device; one pass on zeros is made, in evaluation mode and without a graph.</param>
    /// <param name="inputShape">[N, C, H, W].</param>
    public static long Forward(nn.Module<Tensor, Tensor> network, long[] inputShape)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (count, removals) = (0L, new List<Action>());
        network.apply(module =>
        {
            if (module is ConvolutionLayer convolution)
            {
                removals.Add(convolution.register_forward_hook((_, input, output) => Add(output, Of(convolution.Shape, input, output))).remove);
            }
            else if (module is Linear linear)
            {
                removals.Add(linear.register_forward_hook((_, input, output) => Add(output, output.numel() * input.shape[^1])).remove);
            }
        });
        var training = network.training;
        network.eval();
        try
        {
            network.call(zeros(inputShape, device: network.parameters().First().device));
            return count;
        }
        finally
        {
            network.train(training);
            removals.ForEach(remove => remove());
        }

        Tensor Add(Tensor output, long multiplyAdds)
        {
            count += multiplyAdds;
            return output;
        }
    }

    /// <summary>
    /// Of one step of all sites, a backward pass counted as two forward passes, of which one is for the weights: G's forward and
    /// backward; D_j's on fakes and on real images, each with its backward; the critique through D_j back to the fakes; the
    /// perceptual network on real images, on fakes, and back to them; D_j's on real images once more for feature matching. Exchanges without a critique cost one forward of G and D_j's update.
    /// wgan-gp's penalty is not counted.
    /// </summary>
    /// <param name="generator">Of one forward of a site's images through G.</param>
    /// <param name="discriminator">Of one forward of a site's images through D_j.</param>
    /// <param name="perceptual">Of one forward of a site's images through the perceptual network; 0: there is none.</param>
    /// <param name="sites">How many sites.</param>
    /// <param name="exchanges">Exchanges a step, of which the last has a critique.</param>
    /// <param name="matchesFeatures">Whether the critique matches D_j's features.</param>
    public static long OfStep(long generator, long discriminator, long perceptual, int sites, int exchanges, bool matchesFeatures = false) =>
        sites * ((exchanges + 2) * generator + (6 * exchanges + (matchesFeatures ? 3 : 2)) * discriminator + 3 * perceptual);

    private static long Of(ConvolutionShape shape, Tensor input, Tensor output) => shape.Transposed
        ? input.numel() * shape.Outputs * shape.Kernel * shape.Kernel
        : output.numel() * shape.Inputs * shape.Kernel * shape.Kernel;
}
