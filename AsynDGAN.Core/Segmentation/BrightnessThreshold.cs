using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>The row that needs no learning: everything brighter than a threshold is tumour.</summary>
internal static class BrightnessThreshold
{
    private const int Steps = 200;

    /// <summary>The threshold of the first channel with the best Dice of all pixels of a set together.</summary>
    /// <param name="images">All real training images.</param>
    /// <returns>In [-1, 1].</returns>
    public static double Choose(LabelledImages images)
    {
        using var scope = NewDisposeScope();
        var brightness = images.Images.narrow(1, 0, 1);
        var masks = (images.Masks > 0).to(float32);
        return Enumerable.Range(0, Steps).Select(i => -1 + 2.0 * i / Steps).MaxBy(threshold =>
        {
            using var inner = NewDisposeScope();
            var inside = (brightness > threshold).to(float32);
            return (2 * (inside * masks).sum() / (inside.sum() + masks.sum())).item<float>();
        });
    }

    /// <summary>Logits whose sign says on which side of the threshold a pixel lies.</summary>
    public static Tensor Logits(Tensor images, double threshold) => images.narrow(1, 0, 1) - threshold;
}
