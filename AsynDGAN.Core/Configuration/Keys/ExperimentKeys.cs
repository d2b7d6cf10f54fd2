using System.Text;

namespace AsynDGAN.Core.Configuration.Keys;

/// <summary>All keys of a configuration, in record order, and the tables that show them.</summary>
public static class ExperimentKeys
{
    /// <summary>The keys that hold a value; sections are only seen in their paths.</summary>
    public static IReadOnlyList<ExperimentKey> All { get; }

    /// <summary>The keys and sections of the outermost level.</summary>
    internal static IReadOnlyList<ExperimentKey> Tree { get; }

    static ExperimentKeys()
    {
        Tree = ExperimentKey.Of(typeof(Experiment), "", new Experiment());
        All = [.. Tree.SelectMany(Leaves)];
    }

    /// <summary>The table of <c>--help</c>: a line of key, default and what is allowed, then the explanation.</summary>
    public static string PlainText()
    {
        var keyWidth = All.Max(k => k.Path.Length) + 2;
        var defaultWidth = All.Max(k => k.Default.Length) + 2;
        var table = new StringBuilder();
        foreach (var key in All)
        {
            table.Append(key.Path.PadRight(keyWidth)).Append(key.Default.PadRight(defaultWidth)).Append(TypeAndAllowed(key)).Append('\n');
            table.Append("    ").Append(key.Explanation).Append('\n');
        }

        return table.ToString();
    }

    /// <summary>docs/configuration.md: a table for each of the outermost sections, those keys that belong to none first.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder("""
            # Configuration keys

            A configuration is a YAML file of these keys; the [configs](../configs/) have commented examples. What a file leaves out has its default, and `--set KEY=VALUE` overrides a key on the command line. An unknown key is refused with the nearest name.

            `seed` is a run's. By themselves stand `data.split_seed` (split, folds, sites that are cut at random) and `segmentation.seeds` (the rows of a comparison), so that runs share them; the phantom's pictures depend on no seed.

            This file is what `asyndgan keys` prints.

            """.ReplaceLineEndings("\n"));
        foreach (var section in All.GroupBy(key => key.Path.Contains('.') ? key.Path.Split('.')[0] : "run"))
        {
            text.Append($"\n## {section.Key}\n\n| key | default | values | meaning |\n|---|---|---|---|\n");
            foreach (var key in section)
            {
                text.Append($"| `{key.Path}` | `{key.Default}` | {Cell(TypeAndAllowed(key))} | {Cell(key.Explanation)} |\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Every key with its value in an experiment, as YAML.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Values(Experiment experiment) => Values(Tree, experiment);

    /// <summary>The key or section of a path; null where there is none.</summary>
    internal static ExperimentKey? Find(string path)
    {
        var level = Tree;
        ExperimentKey? found = null;
        foreach (var name in path.Split('.'))
        {
            found = level.FirstOrDefault(k => k.Name == name);
            if (found is null)
            {
                return null;
            }

            level = found.Keys;
        }

        return found;
    }

    private static IEnumerable<KeyValuePair<string, string>> Values(IReadOnlyList<ExperimentKey> keys, object record) =>
        keys.SelectMany(key => key.IsSection
            ? Values(key.Keys, key.Property.GetValue(record)!)
            : [KeyValuePair.Create(key.Path, key.Yaml(key.Property.GetValue(record)))]);

    private static IEnumerable<ExperimentKey> Leaves(ExperimentKey key)
    {
        return key.IsSection ? key.Keys.SelectMany(Leaves) : [key];
    }

    private static string TypeAndAllowed(ExperimentKey key)
    {
        return key.Allowed.Length == 0 ? key.Type : key.Type + ": " + key.Allowed;
    }

    // < starts an HTML tag and | a new cell.
    private static string Cell(string text)
    {
        return text.Replace("<", "&lt;").Replace("|", "\\|");
    }
}
