using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Core.Configuration.Rules;

/// <summary>What must hold among the networks, the losses and the image size.</summary>
internal static class NetworkRules
{
    /// <summary>With smaller weights the largest singular value, by which they are divided, is lost in float32.</summary>
    private const double LeastGain = 1e-8;

    public static IReadOnlyList<ExperimentRule> All { get; } =
    [
        new(["data.image_size", "generator.network", "discriminator.network", "discriminator.layers"], ImagesSuitTheNetworks),
        new(["discriminator.norm", "loss.gan"], PenaltyHasNoBatchNorm),
        new(["discriminator.spectral_norm", "discriminator.network"], SpectralNormIsOfPatch),
        new(["discriminator.init_gain", "discriminator.init", "discriminator.spectral_norm"], SpectralNormHasWeights),
    ];

    private static string? ImagesSuitTheNetworks(Experiment e)
    {
        return NetworkSizes.Fault(e.Generator, e.Discriminator, e.Data.ImageSize);
    }

    // Batch norm ties a sample's score to the others of its batch; the penalty is on each sample's own gradient (Gulrajani et al. 2017, section 4).
    private static string? PenaltyHasNoBatchNorm(Experiment e)
    {
        return e.Loss.Gan == GanLoss.WganGp && e.Discriminator.Norm == Norm.Batch
            ? "batch does not go with loss.gan: wgan-gp, whose penalty is on each image alone; use instance or none"
            : null;
    }

    private static string? SpectralNormIsOfPatch(Experiment e)
    {
        return e.Discriminator.SpectralNorm && e.Discriminator.Network != DiscriminatorNetwork.Patch
            ? $"only for network: patch; network is {YamlValue.Of(e.Discriminator.Network)}"
            : null;
    }

    private static string? SpectralNormHasWeights(Experiment e)
    {
        return e.Discriminator is { SpectralNorm: true, Init: not Initialisation.Kaiming, InitGain: < LeastGain }
            ? $"{YamlValue.Of(e.Discriminator.InitGain)} does not go with spectral_norm, which divides weights by their largest singular value; set it to {YamlValue.Of(LeastGain)} or more"
            : null;
    }
}
