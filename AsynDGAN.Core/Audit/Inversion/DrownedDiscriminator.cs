using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>
/// One pixel of an image a million times too bright: a discriminator's norm layers divide by the deviation that it makes, and with
/// it the adversarial gradient at every other pixel, so that the reconstruction's stands alone. The pixel itself learns nothing by that question,
/// so that others take its turn; they lie in the inner half of the picture, since few of a discriminator's weights look at its corners, and their
/// sum may be small.
/// </summary>
internal static class DrownedDiscriminator
{
    /// <summary>The pixel's value.</summary>
    public const float Value = 1e6f;

    /// <summary>Whether it works: there are norm layers, and no perceptual term, which would grow with it. What it is cast to on its way has an exponent, so that the others keep their bits beside it.</summary>
    public static bool Suits(Experiment experiment) => experiment is
    {
        Discriminator: { Norm: Norm.Instance or Norm.Batch, Network: not DiscriminatorNetwork.Mlp }, Loss.LambdaPerceptual: 0,
    };

    /// <summary>The places of the pixels, one an image, in its first channel.</summary>
    /// <param name="shape">[n, channels, height, width].</param>
    /// <param name="turn">How often was asked before.</param>
    public static IEnumerable<int> Places(IReadOnlyList<long> shape, int turn)
    {
        var (height, width) = (shape[2], shape[3]);
        var (rows, columns) = (Math.Max(1, height / 2), Math.Max(1, width / 2));
        var place = (height / 4 + turn / columns % rows) * width + width / 4 + turn % columns;
        return Enumerable.Range(0, (int)shape[0]).Select(image => (int)(image * shape[1] * height * width + place));
    }
}
