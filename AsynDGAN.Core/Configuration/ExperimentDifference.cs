namespace AsynDGAN.Core.Configuration;

/// <summary>One key in which two experiments differ, with both values as YAML.</summary>
public sealed record ExperimentDifference(string Key, string Old, string New)
{
    /// <summary>Every key in which two experiments differ, in record order; empty where they are equal.</summary>
    public static IReadOnlyList<ExperimentDifference> Between(Experiment old, Experiment @new)
    {
        var differences = new List<ExperimentDifference>();
        Collect(ExperimentKeys.Tree, old, @new, differences);
        return differences;
    }

    private static void Collect(IReadOnlyList<ExperimentKey> keys, object old, object @new, List<ExperimentDifference> differences)
    {
        foreach (var key in keys)
        {
            var (before, after) = (key.Property.GetValue(old), key.Property.GetValue(@new));
            if (key.IsSection)
            {
                Collect(key.Keys, before!, after!, differences);
            }
            else if (YamlValue.Of(before) != YamlValue.Of(after))
            {
                differences.Add(new ExperimentDifference(key.Path, YamlValue.Of(before), YamlValue.Of(after)));
            }
        }
    }
}
