using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Training;

/// <summary>What of a configuration's loss shows the centre real images, beside what every D_j knows of them.</summary>
internal static class ShownByCritiques
{
    /// <summary>It in a line that names the audit; null where no term looks at a real image.</summary>
    public static string? Line(LossOptions loss)
    {
        string?[] shown =
        [
            loss.WeighedReconstruction() switch
            {
                Reconstruction.L1 => "loss.reconstruction: l1 shows the centre real images, a bit a pixel and question",
                Reconstruction.FeatureMatching => "loss.reconstruction: feature-matching shows the centre what D_j's features of real images are on average",
                _ => null,
            },
            loss.LambdaPerceptual > 0 ? "loss.lambda_perceptual shows the centre features of real images" : null,
        ];
        string[] there = [.. shown.OfType<string>()];
        return there.Length == 0 ? null : $"{string.Join("; ", there)}: asyndgan audit measures it";
    }
}
