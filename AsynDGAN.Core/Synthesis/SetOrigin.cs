using System.Text.Json;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Synthesis;

/// <summary>
/// synthesis.json: what a synthetic set is made from. A folder is known by it as a synthetic set's, and a set goes on only
/// with the same generator, data and layout.
/// </summary>
/// <param name="Format">1.</param>
/// <param name="Layout">manifest or nnunet.</param>
/// <param name="Weights">SHA-256 of the generator's file.</param>
/// <param name="Data">The data's fingerprint.</param>
/// <param name="Device">The device that was computed on.</param>
/// <param name="Threads">libtorch's threads.</param>
/// <param name="Convolutions">What the check of the convolutions found.</param>
internal sealed record SetOrigin(int Format, string Layout, string Weights, string Data, string Device, int Threads, string Convolutions)
{
    public const string FileName = "synthesis.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The origin of the set in a folder; null where there is none.</summary>
    public static SetOrigin? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return File.Exists(path) && JsonSerializer.Deserialize<SetOrigin>(File.ReadAllText(path), Json) is { Format: 1 } found ? found : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(string folder) => AtomicFile.WriteText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json) + "\n");
}
