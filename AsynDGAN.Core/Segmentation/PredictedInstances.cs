using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>Objects, and single nuclei, from what a network says of a picture; its classes are told by its values.</summary>
internal static class PredictedInstances
{
    /// <summary>
    /// Of three classes: the connected parts of where inside is the likeliest, each grown by the one pixel that
    /// <see cref="TernaryLabels"/> takes for its boundary. Of one class: the connected parts of where it is above one half.
    /// </summary>
    /// <param name="probabilities">[1, classes, height, width].</param>
    public static InstanceMap Of(Tensor probabilities)
    {
        var (height, width) = ((int)probabilities.shape[2], (int)probabilities.shape[3]);
        var parts = ConnectedComponents.Of(Likeliest(probabilities, above: 0.5));
        return IsTernary(probabilities)
            ? ConnectedComponents.Grow(parts, new Mask(height, width, [.. Enumerable.Repeat(true, height * width)]), steps: 1)
            : parts;
    }

    /// <summary>The pixels of all objects: of three classes those of <see cref="Of"/>; of one class where it is above a value.</summary>
    /// <param name="values">[1, classes, height, width]: probabilities, or logits.</param>
    /// <param name="above">Of one class: 0.5 of probabilities, 0 of logits.</param>
    public static Mask Inside(Tensor values, double above) => IsTernary(values) ? Of(values).Inside() : Likeliest(values, above);

    private static bool IsTernary(Tensor values) => values.shape[1] == TernaryLabels.Count;

    private static Mask Likeliest(Tensor values, double above)
    {
        using var scope = NewDisposeScope();
        var inside = IsTernary(values) ? values.argmax(1) == TernaryLabels.Inside : values > above;
        return new Mask((int)values.shape[2], (int)values.shape[3], inside.cpu().contiguous().data<bool>().ToArray());
    }
}
