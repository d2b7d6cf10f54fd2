using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Core.Configuration.Rules;

/// <summary>What must hold among the networks, the losses and the image size.</summary>
internal static class NetworkRules
{
    public static IReadOnlyList<ExperimentRule> All { get; } =
    [
        new(["data.image_size", "generator.network", "discriminator.network", "discriminator.layers"], ImagesSuitTheNetworks),
        new(["discriminator.norm", "loss.gan"], PenaltyHasNoBatchNorm),
        new(["discriminator.spectral_norm", "discriminator.network"], SpectralNormIsOfPatch),
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
}
