using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Federation;

/// <summary>A batch of fakes as the terms of G's loss see it at a site.</summary>
/// <param name="Loss">Which terms there are, and their weights.</param>
/// <param name="Perceptual">The network of the perceptual term; null: there is no such term.</param>
/// <param name="Logits">[n, ...]: what the updated D_j makes of the fakes.</param>
/// <param name="Fakes">[n, channels, height, width] in [-1, 1]; the gradient is taken at these.</param>
/// <param name="Images">Of the same shape: the real images of the same conditions.</param>
public sealed record JudgedFakes(LossOptions Loss, PerceptualLoss? Perceptual, Tensor Logits, Tensor Fakes, Tensor Images)
{
    /// <summary>D_j's feature maps of fakes and images; null where the configuration matches none.</summary>
    public FeatureMaps? Features { get; init; }
}
