using AsynDGAN.Core.Networks;

namespace AsynDGAN.Core.Federation;

/// <summary>
/// All terms of a site's losses, in the order of a critique's losses and of the columns of losses.csv. A new term of G's
/// loss is one line here.
/// </summary>
public static class LossTerms
{
    /// <summary>D_j's: on real images and on fakes, before discriminator_scale, and the penalty of wgan-gp with its weight (0 for other losses).</summary>
    public static IReadOnlyList<LossTerm> OfDiscriminator { get; } =
    [
        new("DiscriminatorReal", "discriminator, on real images"),
        new("DiscriminatorFake", "discriminator, on fakes"),
        new("GradientPenalty", "discriminator, gradient penalty"),
    ];

    /// <summary>G's, with their weights; 0 where there is no such term. Their sum is what G minimises at a site.</summary>
    public static IReadOnlyList<GeneratorTerm> OfGenerator { get; } =
    [
        new("Adversarial", "generator, adversarial", fakes => fakes.Loss.Gan.GeneratorTerm(fakes.Logits)),
        new("Reconstruction", "generator, reconstruction", fakes => ReconstructionLoss.Of(fakes.Loss, fakes.Fakes, fakes.Images, fakes.Features)),
        new("Perceptual", "generator, perceptual", fakes => fakes.Perceptual?.Of(fakes.Fakes, fakes.Images) is { } distance ? fakes.Loss.LambdaPerceptual * distance : null),
    ];

    /// <summary>D_j's and then G's.</summary>
    public static IReadOnlyList<LossTerm> All { get; } = [.. OfDiscriminator, .. OfGenerator];
}
