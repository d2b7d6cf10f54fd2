using System.Text;
using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Core.Setup;

/// <summary>A configuration as a person would write it: the keys that differ from their defaults or have a reason, which stands above them.</summary>
internal static class CommentedYaml
{
    private const int Width = 110;

    /// <summary>Writes it.</summary>
    /// <param name="heading">Lines of the comment at the top.</param>
    public static string Write(FittedExperiment fitted, IReadOnlyList<string> heading)
    {
        var text = new StringBuilder();
        foreach (var line in heading)
        {
            Comment(text, line, "");
        }

        Write(text, ExperimentKeys.Tree, fitted.Experiment, fitted.Reasons, "");
        return text.ToString();
    }

    private static void Write(StringBuilder text, IReadOnlyList<ExperimentKey> keys, object record, IReadOnlyDictionary<string, string> reasons, string indent)
    {
        foreach (var key in keys.Where(key => IsShown(key, record, reasons)))
        {
            if (reasons.TryGetValue(key.Path, out var reason))
            {
                Comment(text, reason, indent);
            }

            var value = key.Property.GetValue(record);
            if (key.IsSection)
            {
                text.Append($"{indent}{key.Name}:\n");
                Write(text, key.Keys, value!, reasons, indent + "  ");
            }
            else
            {
                text.Append($"{indent}{key.Name}: {key.Yaml(value)}\n");
            }
        }
    }

    private static bool IsShown(ExperimentKey key, object record, IReadOnlyDictionary<string, string> reasons)
    {
        var value = key.Property.GetValue(record);
        return key.IsSection ? key.Keys.Any(inner => IsShown(inner, value!, reasons)) : reasons.ContainsKey(key.Path) || key.Yaml(value) != key.Default;
    }

    private static void Comment(StringBuilder text, string comment, string indent)
    {
        var line = new StringBuilder();
        foreach (var word in Visible.Name(comment).Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                text.Append($"{indent}# {line}\n");
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        text.Append($"{indent}# {line}\n");
    }
}
