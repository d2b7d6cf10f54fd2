using System.Text.Encodings.Web;
using System.Text.Json;

namespace AsynDGAN.Core.Audit.Findings;

/// <summary>audit.json: the figures by their keys, and each section in words. Equal runs have equal bytes.</summary>
/// <param name="Format">1.</param>
/// <param name="Runs">The runs' folders, as they were given.</param>
/// <param name="Figures">All figures by key, <c>section.figure</c>; null: it could not be measured.</param>
/// <param name="Meanings">What each counts.</param>
/// <param name="Sections">Each section in words.</param>
internal sealed record AuditRecord(
    int Format, IReadOnlyList<string> Runs, IReadOnlyDictionary<string, double?> Figures, IReadOnlyDictionary<string, string> Meanings,
    IReadOnlyList<AuditRecord.Words> Sections)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The record of an audit.</summary>
    /// <param name="runs">The runs' folders, as they were given.</param>
    /// <param name="keys">All figures.</param>
    /// <param name="sections">What was found.</param>
    public static AuditRecord Of(IReadOnlyList<string> runs, IReadOnlyList<FigureKey> keys, IReadOnlyList<AuditSection> sections)
    {
        var found = sections.SelectMany(section => section.Figures).ToDictionary(figure => figure.Key.Name, figure => figure.Value);
        return new AuditRecord(
            1, runs, keys.ToDictionary(key => key.Name, key => found.GetValueOrDefault(key.Name) is { } value && double.IsFinite(value) ? value : (double?)null),
            keys.ToDictionary(key => key.Name, key => key.Meaning),
            [.. sections.Select(section => new Words(section.Title, JsonNamingPolicy.SnakeCaseLower.ConvertName($"{section.Verdict}"), section.Tried, section.Learned, section.Change))]);
    }

    /// <summary>As JSON, with its last line's end.</summary>
    public string Text() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <summary>A section.</summary>
    internal sealed record Words(string Title, string Verdict, string Tried, string Learned, string Change);
}
