using System.Text.Json;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Reporting;

/// <summary>provenance.json as it stands in a folder.</summary>
internal static class ProvenanceRecord
{
    /// <summary>Its entries as text; those that hold entries themselves, in one line. Null entries are left out.</summary>
    /// <returns>Empty where there is no such file.</returns>
    /// <exception cref="UserException">The file is damaged.</exception>
    public static IReadOnlyList<(string Name, string Value)> Read(RunFolder folder)
    {
        if (!File.Exists(folder.Provenance))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(folder.Provenance));
            return [.. document.RootElement.EnumerateObject().Where(e => e.Value.ValueKind != JsonValueKind.Null).Select(e => (e.Name, Text(e.Value)))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UserException($"{folder.Provenance} is damaged: {e.Message}", "Delete it; the report then leaves it out.");
        }
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.Object
        ? string.Join(", ", value.EnumerateObject().Select(e => $"{e.Name} {e.Value}"))
        : value.ToString();
}
