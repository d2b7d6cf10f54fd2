using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Core.Configuration.Reading;

/// <summary>A value of a parsed YAML text and the place that it came from, such as "line 4" or "--set".</summary>
internal abstract record ConfigurationNode(string Place)
{
    /// <summary>A single value, as it was written.</summary>
    internal sealed record Scalar(string Place, string Text, bool Quoted) : ConfigurationNode(Place)
    {
        public bool IsNull => !Quoted && Text is "" or "~" or "null" or "Null" or "NULL";
    }

    /// <summary>A sequence.</summary>
    internal sealed record List(string Place, IReadOnlyList<ConfigurationNode> Items) : ConfigurationNode(Place);

    /// <summary>A mapping; a key given twice is there twice.</summary>
    internal sealed record Mapping(string Place, IReadOnlyList<Entry> Entries) : ConfigurationNode(Place);

    /// <summary>A key of a mapping, the place of the key, and its value.</summary>
    internal sealed record Entry(string Key, string Place, ConfigurationNode Value);

    /// <summary>The value in a message: a scalar as it was written, cut where it is long; the kind of anything else.</summary>
    public string InWords => this switch
    {
        Scalar { IsNull: true } => "null",
        Scalar { Quoted: false } scalar when scalar.Text.All(c => c is > ' ' and <= '~') => Cut(scalar.Text),
        Scalar scalar => YamlValue.Quote(Cut(scalar.Text)),
        List => "a list",
        _ => "a mapping",
    };

    private static string Cut(string text)
    {
        return text.Length <= 60 ? text : text[..57] + "...";
    }
}
