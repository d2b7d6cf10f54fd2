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
