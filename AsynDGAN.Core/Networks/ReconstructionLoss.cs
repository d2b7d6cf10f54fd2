using AsynDGAN.Core.Configuration;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>How far fakes lie from the real images of the same conditions, pixel by pixel.</summary>
public static class ReconstructionLoss
{
    /// <param name="options">Which, and its weight.</param>
    /// <param name="fakes">[N, C, H, W]; the gradient flows to these.</param>
    /// <param name="images">Of the same shape.</param>
    /// <returns>A scalar, lambda_l1 included; null without reconstruction.</returns>
    public static Tensor? Of(LossOptions options, Tensor fakes, Tensor images) => options.Reconstruction switch
    {
        Reconstruction.L1 => options.LambdaL1 * nn.functional.l1_loss(fakes, images),
        Reconstruction.None => null,
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Reconstruction, "no such reconstruction"),
    };
}
