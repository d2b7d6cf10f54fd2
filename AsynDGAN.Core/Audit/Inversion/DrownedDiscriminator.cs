using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>
/// One pixel of an image a million times too bright: a discriminator's norm layers divide by the deviation that it makes, and with
/// it the adversarial gradient at every other pixel, so that the reconstruction's stands alone. The pixel itself learns nothing by that question;
/// the two corners take turns.
/// </summary>
internal static class DrownedDiscriminator
{
    /// <summary>The pixel's value.</summary>
    public const float Value = 1e6f;

    /// <summary>Whether it works: there are norm layers, no perceptual term, which would grow with it, and numbers that hold it beside others.</summary>
    public static bool Suits(Experiment experiment) => experiment is
    {
        Discriminator: { Norm: Norm.Instance or Norm.Batch, Network: not DiscriminatorNetwork.Mlp }, Loss.LambdaPerceptual: 0, Boundary.ElementType: ElementType.Float32,
    };

    /// <summary>The places of the pixels, one an image.</summary>
    /// <param name="shape">[n, channels, height, width].</param>
    /// <param name="turn">How often was asked before.</param>
    public static IEnumerable<int> Places(IReadOnlyList<long> shape, int turn) =>
        Enumerable.Range(0, (int)shape[0]).Select(image => (int)(image * shape[1] * shape[2] * shape[3] + (turn % 2 == 0 ? 0 : shape[2] * shape[3] - 1)));
}
