using System.Text;
using System.Text.Json;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Training;

/// <summary>Reads and writes state.json, which carries a SHA-256 of itself.</summary>
internal static class StateFile
{
    /// <summary>What helps where a checkpoint is damaged.</summary>
    public const string Mend = "Bring the whole checkpoint back from one copy, or start the run again with --overwrite (asyndgan train).";

    /// <summary>What helps where it may not be read.</summary>
    public const string Permit = "Check its permissions.";

    /// <summary>The format that is written.</summary>
    public const int Format = 2;

    private const int WithoutChecksums = 1;

    private const string ChecksumText = "\"sha256\": \"";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Writes a state with its checksum.</summary>
    public static void Write(string path, CheckpointState state)
    {
        var blank = state with { Sha256 = OwnChecksum.Blank };
        var bytes = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(blank, Json) + "\n");
        OwnChecksum.Put(bytes, OwnChecksum.Find(bytes, ChecksumText), Digest.OfBytes(bytes));
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Reads a state; one of the format without checksums has none to check.</summary>
    /// <exception cref="UserException">It may not be read, is damaged, or of another version.</exception>
    public static CheckpointState Read(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            var state = JsonSerializer.Deserialize<CheckpointState>(bytes, Json);
            return state switch
            {
                { Format: WithoutChecksums, Sha256: null, Files: null, Step: >= 0, StepsPerEpoch: >= 1 } => state,
                { Format: Format or WithoutChecksums, Sha256: not null } when !IsWhole(bytes) => throw Damaged(path, "its bytes are not those that were written"),
                { Format: Format, Sha256: not null, Files: not null, Step: >= 0, StepsPerEpoch: >= 1 } => state,
                { Format: Format } => throw Damaged(path, "its checksum is missing"),
                _ => throw new UserException($"'{path}' is of a checkpoint format that this version does not read.", Mend),
            };
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UserException($"'{path}' cannot be read: {e.Message}", Permit);
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            throw Damaged(path, e.Message);
        }
    }

    private static bool IsWhole(byte[] bytes) =>
        OwnChecksum.Find(bytes, ChecksumText) is var at and >= 0 && OwnChecksum.Cut(bytes, at) == Digest.OfBytes(bytes);

    private static UserException Damaged(string path, string why) => new($"'{path}' is damaged: {why}", Mend);
}
