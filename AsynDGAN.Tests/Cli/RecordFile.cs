using System.Text.Json;
using System.Text.RegularExpressions;

namespace AsynDGAN.Tests.Cli;

/// <summary>The record that --json writes.</summary>
internal static partial class RecordFile
{
    /// <summary>Reads it, and holds its fields to docs/commands.md.</summary>
    /// <param name="path">The file.</param>
    /// <param name="row">The row of the document's table that has its fields, beside those of all commands.</param>
    public static JsonElement Read(string path, string row) => Of(File.ReadAllText(path), row);

    /// <inheritdoc cref="Read"/>
    /// <param name="json">The record.</param>
    /// <param name="row">The row of the document's table.</param>
    public static JsonElement Of(string json, string row)
    {
        using var document = JsonDocument.Parse(json);
        var record = document.RootElement.Clone();
        foreach (var one in record.ValueKind == JsonValueKind.Array ? record.EnumerateArray() : Enumerable.Repeat(record, 1))
        {
            Assert.That(one.EnumerateObject().Select(field => field.Name), Is.EqualTo(Fields("all").Concat(Fields(row))), row);
        }

        return record;
    }

    private static IEnumerable<string> Fields(string row)
    {
        var section = Repository.Read("docs/commands.md").Split("\n## ").Single(text => text.StartsWith("For programs\n", StringComparison.Ordinal));
        var cells = section.Split('\n').Select(line => line.Split(" | ")).Single(cells => cells[0] == $"| {row}");
        return Named().Matches(cells[1]).Select(name => name.Groups["name"].Value);
    }

    [GeneratedRegex("`(?<name>[a-z_]+)`")]
    private static partial Regex Named();
}
