using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Federation;

/// <summary>
/// All terms of a site's losses, in the order of a critique's losses and of the columns of losses.csv, which have those that
/// cross. A new term of G's loss is one line here.
/// </summary>
public static class LossTerms
{
    /// <summary>D_j's: on real images and on fakes, before discriminator_scale, and the penalty of wgan-gp with its weight (0 for other losses).</summary>
    public static IReadOnlyList<LossTerm> OfDiscriminator { get; } =
    [
        new("DiscriminatorReal", "discriminator, on real images") { OfRealImages = true },
        new("DiscriminatorFake", "discriminator, on fakes"),
        new("GradientPenalty", "discriminator, gradient penalty") { OfRealImages = true },
    ];

    /// <summary>G's, with their weights; 0 where there is no such term. Their sum is what G minimises at a site.</summary>
    public static IReadOnlyList<GeneratorTerm> OfGenerator { get; } =
    [
        new("Adversarial", "generator, adversarial", fakes => fakes.Loss.Gan.GeneratorTerm(fakes.Logits)),
        new("Reconstruction", "generator, reconstruction", fakes => ReconstructionLoss.Of(fakes.Loss, fakes.Fakes, fakes.Images, fakes.Features)) { OfRealImages = true },
        new("Perceptual", "generator, perceptual", fakes => fakes.Perceptual?.Of(fakes.Fakes, fakes.Images) is { } distance ? fakes.Loss.LambdaPerceptual * distance : null) { OfRealImages = true },
    ];

    /// <summary>D_j's and then G's.</summary>
    public static IReadOnlyList<LossTerm> All { get; } = [.. OfDiscriminator, .. OfGenerator];

    /// <summary>Those that cross the boundary.</summary>
    public static IReadOnlyList<LossTerm> Crossing(BoundaryLosses losses) => losses switch
    {
        BoundaryLosses.All => All,
        BoundaryLosses.Fakes => [.. All.Where(term => !term.OfRealImages)],
        _ => throw new ArgumentOutOfRangeException(nameof(losses), losses, "no such choice of losses"),
    };

    /// <summary>The values of those that cross, of the values of all.</summary>
    internal static Tensor Crossing(BoundaryLosses losses, Tensor all)
    {
        var crossing = Crossing(losses);
        return crossing.Count == All.Count ? all : cat([.. All.Index().Where(term => crossing.Contains(term.Item)).Select(term => all.narrow(0, term.Index, 1))]);
    }
}
