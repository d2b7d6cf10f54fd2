using AsynDGAN.Core.Configuration;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>How far fakes lie from the real images of the same conditions: pixel by pixel, or in the means of D's features.</summary>
public static class ReconstructionLoss
{
    /// <param name="options">Which, and its weight.</param>
    /// <param name="fakes">[N, C, H, W]; the gradient flows to these.</param>
    /// <param name="images">Of the same shape.</param>
    /// <param name="features">D's of both; null but for feature matching.</param>
    /// <returns>A scalar, lambda_l1 or lambda_features included; null without reconstruction, or where its weight is 0.</returns>
    public static Tensor? Of(LossOptions options, Tensor fakes, Tensor images, FeatureMaps? features) => options.WeighedReconstruction() switch
    {
        Reconstruction.L1 => options.LambdaL1 * nn.functional.l1_loss(fakes, images),
        Reconstruction.FeatureMatching => options.LambdaFeatures * features!.Distance(),
        Reconstruction.None => null,
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Reconstruction, "no such reconstruction"),
    };
}
