namespace AsynDGAN.Core.Configuration.Keys;

/// <summary>One key in which two experiments differ, with both values as YAML.</summary>
public sealed record ExperimentDifference(string Key, string Old, string New)
{
    /// <summary>Every key in which two experiments differ, in record order; empty where they are equal.</summary>
    public static IReadOnlyList<ExperimentDifference> Between(Experiment old, Experiment @new) =>
    [
        .. ExperimentKeys.Values(old).Zip(ExperimentKeys.Values(@new))
            .Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => new ExperimentDifference(pair.First.Key, pair.First.Value, pair.Second.Value)),
    ];
}
