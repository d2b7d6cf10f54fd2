using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>Soft Dice over the batch plus cross-entropy, the usual loss of medical segmentation (Isensee et al. 2021).</summary>
internal static class SegmentationLoss
{
    // Keeps the quotient defined where a batch holds no mask and none is predicted.
    private const double Smooth = 1;

    /// <summary>
    /// 1 - (2 sum(p m) + 1) / (sum(p) + sum(m) + 1) + mean cross-entropy. Of three classes, p and m are those of the inside, and a
    /// pixel of the boundary counts by its weight in the mean.
    /// </summary>
    /// <param name="logits">[n, 1, height, width], or [n, 3, height, width] for <see cref="TernaryLabels"/>.</param>
    /// <param name="masks">[n, 1, height, width]: 0 or 1, or the classes.</param>
    /// <param name="boundaryWeight">Of three classes, the boundary's weight; the others' is 1.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Of(Tensor logits, Tensor masks, double boundaryWeight = 1)
    {
        using var scope = NewDisposeScope();
        if (logits.shape[1] == 1)
        {
            return (Dice(logits.sigmoid(), masks) + nn.functional.binary_cross_entropy_with_logits(logits, masks)).MoveToOuterDisposeScope();
        }

        var weights = tensor([1, 1, (float)boundaryWeight], device: logits.device);
        var entropy = nn.functional.cross_entropy(logits, masks.squeeze(1).to(int64), weights);
        var inside = (masks == TernaryLabels.Inside).to(float32);
        return (Dice(logits.softmax(1).narrow(1, TernaryLabels.Inside, 1), inside) + entropy).MoveToOuterDisposeScope();
    }

    private static Tensor Dice(Tensor probabilities, Tensor masks) =>
        1 - (2 * (probabilities * masks).sum() + Smooth) / (probabilities.sum() + masks.sum() + Smooth);
}
