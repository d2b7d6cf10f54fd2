using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Core.Configuration.Reading;

/// <summary>Puts the values of a parsed text into an experiment that nobody else sees yet.</summary>
internal sealed class RecordReader(ConfigurationErrors errors)
{
    private readonly Dictionary<string, string> places = [];

    /// <summary>Where a key was last given; null where it has its default.</summary>
    public string? PlaceOf(string path)
    {
        return places.GetValueOrDefault(path);
    }

    /// <summary>Reads the keys that a text names; the others keep the values that they have.</summary>
    public void Read(ConfigurationNode.Mapping node, Experiment experiment)
    {
        Read(node, ExperimentKeys.Tree, "", experiment);
    }

    private void Read(ConfigurationNode.Mapping node, IReadOnlyList<ExperimentKey> keys, string parent, object record)
    {
        var seen = new Dictionary<string, ConfigurationNode.Entry>();
        foreach (var entry in node.Entries)
        {
            var former = FormerKey.Find($"{parent}.{entry.Key}");
            var key = keys.FirstOrDefault(k => k.Name == (former?.NameNow ?? entry.Key));
            if (key is null)
            {
                AddUnknown(errors, parent, entry.Key, entry.Place);
            }
            else if (!seen.TryAdd(key.Path, entry))
            {
                var first = seen[key.Path];
                errors.Add($"{parent}{(parent.Length == 0 ? "" : ".")}{entry.Key}", entry.Place, first.Key == entry.Key
                    ? $"given twice, first on {first.Place}"
                    : $"given as {first.Key} on {first.Place} too, which is the same key under its {(former is null ? "former" : "present")} name; leave one out");
            }
            else if (former is null)
            {
                ReadKey(entry, key, record);
            }
            else if (Translated(entry, former) is { } translated)
            {
                ReadKey(translated, key, record);
            }
        }
    }

    /// <summary>What a key of an earlier version says, in the words of now; null where a fault was added.</summary>
    private ConfigurationNode.Entry? Translated(ConfigurationNode.Entry entry, FormerKey former)
    {
        if (entry.Value is ConfigurationNode.Scalar { Quoted: false } scalar && former.Values.TryGetValue(scalar.Text.ToLowerInvariant(), out var value))
        {
            return new ConfigurationNode.Entry(former.NameNow, entry.Place, new ConfigurationNode.Scalar(scalar.Place, value, Quoted: false));
        }

        errors.Add(former.Path, entry.Place, $"{entry.Value.InWords} is not {string.Join(" or ", former.Values.Keys)}");
        return null;
    }

    private void ReadKey(ConfigurationNode.Entry entry, ExperimentKey key, object record)
    {
        places[key.Path] = entry.Place;
        if (!key.IsSection)
        {
            if (new ValueReader(key, errors).TryRead(entry.Value, out var value))
            {
                key.Property.SetValue(record, value);
            }
        }
        else if (entry.Value is ConfigurationNode.Mapping section)
        {
            Read(section, key.Keys, key.Path, key.Property.GetValue(record)!);
        }
        else
        {
            errors.Add(key.Path, entry.Place, $"{entry.Value.InWords} is not a mapping of the keys {Names(key.Keys)}");
        }
    }

    /// <summary>Adds the fault of an unknown key, with what may have been meant.</summary>
    /// <param name="errors">Where the fault is added.</param>
    /// <param name="parent">Path of the section; empty for the outermost level.</param>
    /// <param name="name">The key, which may hold anything.</param>
    /// <param name="place">Where it was given.</param>
    public static void AddUnknown(ConfigurationErrors errors, string parent, string name, string place)
    {
        var prefix = parent.Length == 0 ? "" : parent + ".";
        var keys = parent.Length == 0 ? ExperimentKeys.Tree : ExperimentKeys.Find(parent)!.Keys;
        var elsewhere = ExperimentKeys.All.Where(k => k.Name == name).Select(k => k.Path).ToList();
        var question = NearestName.To(name, keys.Select(k => k.Name)) is { } nearest ? $"did you mean {prefix}{nearest}?"
            : elsewhere.Count > 0 ? $"did you mean {string.Join(" or ", elsewhere)}?"
            : $"the keys here are {Names(keys)}";
        errors.Add(prefix + YamlValue.Text(name), place, "unknown key; " + question);
    }

    private static string Names(IEnumerable<ExperimentKey> keys)
    {
        return string.Join(", ", keys.Select(k => k.Name));
    }
}
