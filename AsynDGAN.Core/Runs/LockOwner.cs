using System.Text.Json;
using System.Text.Json.Serialization;

namespace AsynDGAN.Core.Runs;

/// <summary>Who holds a lock.</summary>
/// <param name="Command">The command, such as train.</param>
/// <param name="Process">Its process number.</param>
/// <param name="Host">The machine.</param>
/// <param name="Since">Since when, UTC.</param>
internal sealed record LockOwner(string Command, int Process, string Host, DateTime Since)
{
    public static LockOwner Current() =>
        new(FileLock.Command, Environment.ProcessId, Environment.MachineName, DateTime.UtcNow);

    /// <summary>Whether it is this process.</summary>
    [JsonIgnore]
    public bool IsThis => Process == Environment.ProcessId && Host == Environment.MachineName;

    /// <summary>Whom a file names; null where it is missing or half-written, since it comes after the lock.</summary>
    public static LockOwner? Find(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<LockOwner>(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Whom a file names, to be read.</summary>
    public static string Read(string path) => Find(path)?.ToString() ?? "it has not said which";

    public override string ToString() => $"{Command}, process {Process} on {Host}, since {Since:yyyy-MM-dd HH:mm:ss} UTC";
}
