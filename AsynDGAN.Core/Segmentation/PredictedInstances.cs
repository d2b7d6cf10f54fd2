using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>Single nuclei from the probabilities of a picture.</summary>
internal static class PredictedInstances
{
    /// <summary>
    /// Of three classes: the connected parts of where inside is the likeliest, each grown by the one pixel that
    /// <see cref="TernaryLabels"/> takes for its boundary. Of one class: the connected parts of where it is above one half.
    /// </summary>
    /// <param name="probabilities">[1, classes, height, width].</param>
    public static InstanceMap Of(Tensor probabilities)
    {
        using var scope = NewDisposeScope();
        var (height, width) = ((int)probabilities.shape[2], (int)probabilities.shape[3]);
        var ternary = probabilities.shape[1] == TernaryLabels.Count;
        var inside = ternary ? probabilities.argmax(1) == TernaryLabels.Inside : probabilities > 0.5;
        var parts = ConnectedComponents.Of(new Mask(height, width, inside.cpu().contiguous().data<bool>().ToArray()));
        return ternary
            ? ConnectedComponents.Grow(parts, new Mask(height, width, [.. Enumerable.Repeat(true, height * width)]), steps: 1)
            : parts;
    }
}
