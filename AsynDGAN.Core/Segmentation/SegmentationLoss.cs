using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>Soft Dice over the batch plus binary cross-entropy, the usual loss of medical segmentation (Isensee et al. 2021).</summary>
internal static class SegmentationLoss
{
    // Keeps the quotient defined where a batch holds no mask and none is predicted.
    private const double Smooth = 1;

    /// <param name="logits">[n, 1, height, width].</param>
    /// <param name="masks">[n, 1, height, width]: 0 or 1.</param>
    /// <returns>A scalar: 1 - (2 sum(p m) + 1) / (sum(p) + sum(m) + 1) + mean cross-entropy.</returns>
    public static Tensor Of(Tensor logits, Tensor masks)
    {
        using var scope = NewDisposeScope();
        var probabilities = logits.sigmoid();
        var dice = (2 * (probabilities * masks).sum() + Smooth) / (probabilities.sum() + masks.sum() + Smooth);
        return (1 - dice + nn.functional.binary_cross_entropy_with_logits(logits, masks)).MoveToOuterDisposeScope();
    }
}
