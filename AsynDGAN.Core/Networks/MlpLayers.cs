using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>The fully connected layers of the networks for points.</summary>
internal static class MlpLayers
{
    /// <summary>[N, inputs, 1, 1] to [N, outputs, 1, 1]: hidden layers of equal width with leaky ReLU (0.2), then a linear one.</summary>
    public static Sequential Of(long inputs, long outputs, long units, int hidden)
    {
        List<nn.Module<Tensor, Tensor>> layers = [nn.Flatten()];
        for (var i = 0; i < hidden; i++)
        {
            layers.AddRange([nn.Linear(i == 0 ? inputs : units, units), nn.LeakyReLU(0.2)]);
        }

        layers.AddRange([nn.Linear(units, outputs), nn.Unflatten(1, [outputs, 1, 1])]);
        return nn.Sequential([.. layers]);
    }
}
