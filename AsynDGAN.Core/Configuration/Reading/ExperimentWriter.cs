using System.Text;
using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Core.Configuration.Reading;

/// <summary>Writes the resolved configuration: every key, so that a later version's defaults do not change the run.</summary>
public static class ExperimentWriter
{
    /// <summary>The experiment as YAML, in record order; equal experiments give equal text, and reading it gives the experiment.</summary>
    public static string Write(Experiment experiment)
    {
        var text = new StringBuilder();
        Write(text, ExperimentKeys.Tree, experiment, "");
        return text.ToString();
    }

    /// <summary>The keys of the section <c>segmentation</c> alone.</summary>
    public static string Write(SegmentationOptions segmentation)
    {
        var text = new StringBuilder();
        Write(text, ExperimentKeys.Tree.Single(key => key.Name == "segmentation").Keys, segmentation, "");
        return text.ToString();
    }

    private static void Write(StringBuilder text, IReadOnlyList<ExperimentKey> keys, object record, string indent)
    {
        foreach (var key in keys)
        {
            var value = key.Property.GetValue(record);
            if (key.IsSection)
            {
                text.Append($"{indent}{key.Name}:\n");
                Write(text, key.Keys, value!, indent + "  ");
            }
            else
            {
                text.Append($"{indent}{key.Name}: {key.Yaml(value)}\n");
            }
        }
    }
}
