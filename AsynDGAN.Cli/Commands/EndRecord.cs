using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AsynDGAN.Core;

namespace AsynDGAN.Cli.Commands;

/// <summary>The end of a command as JSON: the fields that all commands have, then its own. docs/commands.md lists them.</summary>
internal static class EndRecord
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Whether a file holds the record of an earlier end, or nothing.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor may it be.</exception>
    public static bool IsIn(string path)
    {
        using var file = GivenPath.OpenRead(path);
        if (file.Length == 0)
        {
            return true;
        }

        try
        {
            using var earlier = JsonDocument.Parse(file);
            var record = earlier.RootElement is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().FirstOrDefault() : earlier.RootElement;
            return record.ValueKind == JsonValueKind.Object && record.TryGetProperty("command", out _) && record.TryGetProperty("exit_code", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The record, with its last line's end.</summary>
    /// <param name="command">The command's name.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="warnings">What it warned of.</param>
    /// <param name="elapsed">How long it took.</param>
    public static string Of(string command, CommandEnd end, IReadOnlyList<string> warnings, TimeSpan elapsed)
    {
        var figures = JsonSerializer.SerializeToNode(end.Figures, Format);
        JsonNode record = figures is JsonArray list ? new JsonArray([.. list.Select(Joined)]) : Joined(figures);
        return record.ToJsonString(Format) + "\n";

        JsonNode Joined(JsonNode? own)
        {
            var joined = JsonSerializer.SerializeToNode(
                new { command, end.ExitCode, Outcome = ExitCodes.Outcome(end.ExitCode), end.Message, end.Hint, warnings, Seconds = elapsed.TotalSeconds, Folder = end.Folder is null ? null : Path.GetFullPath(end.Folder) },
                Format)!.AsObject();
            foreach (var (name, value) in own?.AsObject() ?? [])
            {
                if (name == "warnings")
                {
                    value!.AsArray().ToList().ForEach(warning => joined[name]!.AsArray().Add(warning?.DeepClone()));
                }
                else
                {
                    joined.Add(name, value?.DeepClone());
                }
            }

            return joined;
        }
    }
}
