using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Core.Configuration.Rules;

/// <summary>What must hold for points, which are no images.</summary>
internal static class GaussianRules
{
    /// <summary>Keys below <c>data</c> and <c>synthesis</c> that points have a meaning for.</summary>
    private static readonly string[] OfPoints = ["data.source", "data.gaussian.", "synthesis.per_mask"];

    /// <summary>A hundredth of 8 deviations, a bin of the histogram, is then 10 steps of float32 or more at the component's place.</summary>
    private const double LeastDeviation = 1e-3, LeastDeviationOfMean = 1e-5;

    public static IReadOnlyList<ExperimentRule> All { get; } =
    [
        new(["data.gaussian.components", "data.gaussian.second"], ComponentsAreNormal),
        new(["data.gaussian.weights", "data.gaussian.components", "data.gaussian.ring"], WeightsAreOfTheComponents),
        new(["generator.network", "data.source"], e => Network(e, e.Generator.Network, e.Generator.Network == GeneratorNetwork.Mlp)),
        new(["discriminator.network", "data.source"], e => Network(e, e.Discriminator.Network, e.Discriminator.Network == DiscriminatorNetwork.Mlp)),
        new(["generator.norm", "generator.network"], e => Absent(e.Generator.Network == GeneratorNetwork.Mlp && e.Generator.Norm != Norm.None, e.Generator.Norm, Norm.None)),
        new(["generator.upsampling", "generator.network"], e => Absent(e.Generator.Network == GeneratorNetwork.Mlp && e.Generator.Upsampling != Upsampling.Transposed, e.Generator.Upsampling, Upsampling.Transposed)),
        new(["generator.dropout", "generator.network"], e => Absent(e.Generator.Network == GeneratorNetwork.Mlp && e.Generator.Dropout > 0, e.Generator.Dropout, 0)),
        new(["discriminator.norm", "discriminator.network"], e => Absent(e.Discriminator.Network == DiscriminatorNetwork.Mlp && e.Discriminator.Norm != Norm.None, e.Discriminator.Norm, Norm.None)),
        new(["discriminator.augment", "discriminator.network"], e => Absent(e.Discriminator.Network == DiscriminatorNetwork.Mlp && e.Discriminator.Augment != DiscriminatorAugment.None, e.Discriminator.Augment, DiscriminatorAugment.None)),
        new(["generator.noise_channels", "data.source"], NoiseIsThere),
        new(["loss.reconstruction", "data.source"], NothingIsReconstructed),
        new(["loss.lambda_perceptual", "data.source"], NothingIsPerceived),
        new(["sites.by", "data.source"], e => OneSiteAComponent(e, e.Sites.By != new SiteOptions().By)),
        new(["sites.key_file", "data.source"], e => Points(e) && e.Sites.KeyFile is not null ? "points have no patients whose numbers a key would draw; leave it out" : null),
        new(["sites.merge", "data.source"], e => OneSiteAComponent(e, e.Sites.Merge.Count > 0)),
        new(["sites.in_condition", "data.source"], LabelNamesTheSite),
        .. ExperimentKeys.All.Select(key => key.Path)
            .Where(path => path.StartsWith("data.", StringComparison.Ordinal) || path.StartsWith("synthesis.", StringComparison.Ordinal))
            .Where(path => !OfPoints.Any(path.StartsWith))
            .Select(path => new ExperimentRule([path, "data.source"], e => ImagesHaveIt(e, path))),
    ];

    private static bool Points(Experiment e) => e.Data.Source == DataSource.Gaussian;

    private static string? ComponentsAreNormal(Experiment e)
    {
        var components = e.Data.Gaussian.Components;
        return components.Count is 0 or > 1000
            ? $"{components.Count} components; name 1 to 1000, each with mean and second number, such as [[-3, 2], [1, 1]]"
            : components.FirstOrDefault(c => c.Count != 2 || c[1] <= 0) is { } wrong ? $"{YamlValue.Of(wrong)} is not a mean and a second number above 0, such as [-3, 2]"
            : components.FirstOrDefault(c => e.Data.Gaussian.Deviation(c) < LeastOf(c)) is { } narrow ? $"{YamlValue.Of(narrow)} has the deviation {YamlValue.Of(e.Data.Gaussian.Deviation(narrow))}, too small for points in float32 and their histogram; give {YamlValue.Of(LeastOf(narrow))} or more at this mean"
            : null;

        static double LeastOf(IReadOnlyList<double> component) => Math.Max(LeastDeviation, LeastDeviationOfMean * Math.Abs(component[0]));
    }

    private static string? WeightsAreOfTheComponents(Experiment e)
    {
        var (weights, components) = (e.Data.Gaussian.Weights, e.Data.Gaussian.Ring ?? e.Data.Gaussian.Components.Count);
        return weights.Count > 0 && (weights.Count != components || weights.Any(w => w <= 0))
            ? $"{YamlValue.Of(weights)} is not one number above 0 for each of {components} components; leave it empty for equal shares"
            : !double.IsFinite(weights.Sum()) ? $"the sum of {YamlValue.Of(weights)} is too large for a number; give smaller ones, in any unit"
            : null;
    }

    private static string? Network(Experiment e, Enum network, bool isMlp)
    {
        return (Points(e), isMlp) switch
        {
            (true, false) => $"{YamlValue.Of(network)} takes images, and data.source: gaussian has points; set it to mlp",
            (false, true) => $"mlp takes points, and data.source: {YamlValue.Of(e.Data.Source)} has images; set it to another",
            _ => null,
        };
    }

    private static string? LabelNamesTheSite(Experiment e)
    {
        return Points(e) && e.Sites.InCondition ? "points name their component by data.gaussian.condition: label, a channel each; leave it out" : null;
    }

    private static string? Absent(bool wrong, object value, object none) =>
        wrong ? $"{YamlValue.Of(value)} is nothing that network: mlp has; set it to {YamlValue.Of(none)}" : null;

    private static string? NoiseIsThere(Experiment e) => Points(e) && e.Generator.NoiseChannels == 0
        ? "0, so that data.source: gaussian would be drawn as one point a component; set it to 1 or more"
        : null;

    private static string? NothingIsReconstructed(Experiment e) => Points(e) && e.Loss.WeighedReconstruction() == Reconstruction.L1
        ? $"{YamlValue.Of(e.Loss.Reconstruction)} would pull every point of data.source: gaussian to its component's median; set it to none"
        : null;

    private static string? NothingIsPerceived(Experiment e) => Points(e) && e.Loss.LambdaPerceptual > 0
        ? $"{YamlValue.Of(e.Loss.LambdaPerceptual)} weighs a distance of images, and data.source: gaussian has points; set it to 0"
        : null;

    private static string? OneSiteAComponent(Experiment e, bool otherwise) => Points(e) && otherwise
        ? "leave it out for data.source: gaussian, where every component is a site"
        : null;

    private static string? ImagesHaveIt(Experiment e, string path)
    {
        return Points(e) && ExperimentDifference.Between(new Experiment(), e).FirstOrDefault(d => d.Key == path) is { } set
            ? $"{set.New} says something of images, and data.source: gaussian has points; leave it out"
            : null;
    }
}
