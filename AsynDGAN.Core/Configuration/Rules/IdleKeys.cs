using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Core.Configuration.Rules;

/// <summary>Keys that are set and that nothing looks at; they are said and not refused, since they may be meant for another value of the key that they go with.</summary>
internal static class IdleKeys
{
    private static readonly (string[] Keys, Func<Experiment, string?> Reason)[] all =
    [
        (["data.root"], e => e.Data.Source == DataSource.Phantom ? "data.source: phantom reads no files (manifest reads one's own)" : null),
        (["data.grades"], e => e.Data.Source != DataSource.Brats ? $"data.source: {YamlValue.Of(e.Data.Source)} has no grades" : null),
        (["data.test_count", "data.test_fraction", "data.validation_fraction"], e => e.Data.Split == SplitMethod.File ? "data.split_file tells each patient's part" : null),
        (["data.test_fraction"], e => e.Data is { Split: not SplitMethod.File, TestCount: not null } ? "data.test_count is given in its place" : null),
        (["data.normalise.to", "data.normalise.low", "data.normalise.high", "data.normalise.white"], e => e.Data.Normalise.By == NormaliseBy.Range ? "data.normalise.by: range is the data type's whole range" : null),
        (["data.normalise.low", "data.normalise.high"], e => e.Data.Normalise is { By: not NormaliseBy.Range, To: NormaliseTo.Median } ? "data.normalise.to: median has no percentiles" : null),
        (["data.normalise.white"], e => e.Data.Normalise is { By: not NormaliseBy.Range, To: NormaliseTo.Percentile } ? "data.normalise.to: percentile takes no median" : null),
        (["data.patch.pad"], e => e.Data.Patch.Size is null ? "without data.patch.size no patches are cut" : null),
        (["generator.blocks"], e => e.Generator.Network != GeneratorNetwork.Resnet ? $"generator.network: {YamlValue.Of(e.Generator.Network)} has no residual blocks" : null),
        (["generator.layers"], e => e.Generator.Network != GeneratorNetwork.Mlp ? $"generator.network: {YamlValue.Of(e.Generator.Network)} has no hidden layers of an mlp" : null),
        (["discriminator.layers"], e => e.Discriminator.Network == DiscriminatorNetwork.Pixel ? "discriminator.network: pixel has its own layers" : null),

        // The weights of batch norm have the gain, whatever the others' method is.
        (["generator.init_gain"], e => e.Generator is { Init: Initialisation.Kaiming, Norm: not Norm.Batch } ? "generator.init: kaiming takes no gain" : null),
        (["discriminator.init_gain"], e => e.Discriminator is { Init: Initialisation.Kaiming, Norm: not Norm.Batch } ? "discriminator.init: kaiming takes no gain" : null),
        (["segmentation.boundary_weight"], e => e.Segmentation.Classes == SegmentationClasses.Merged ? "segmentation.classes: merged has no boundary" : null),
    ];

    /// <summary>All of an experiment, a line a reason.</summary>
    public static IEnumerable<string> Of(Experiment experiment) =>
        all.SelectMany(idle => idle.Reason(experiment) is { } reason ? Told(experiment, reason, idle.Keys) : []);

    /// <summary>Those of some keys that are not as they are by default, in a line; none where there are none.</summary>
    /// <param name="reason">Why they have no effect.</param>
    public static IEnumerable<string> Told(Experiment experiment, string reason, params string[] keys)
    {
        string[] idle = [.. ExperimentDifference.Between(new Experiment(), experiment).Where(set => keys.Contains(set.Key)).Select(set => $"{set.Key}: {set.New}")];
        return idle.Length == 0 ? []
            : [$"{reason}, and {string.Join(" and ", idle)} {(idle.Length == 1 ? "has" : "have")} no effect: leave {(idle.Length == 1 ? "it" : "them")} out"];
    }
}
