using System.Text.Json;

namespace AsynDGAN.Core.Runs;

/// <summary>Who holds a lock.</summary>
/// <param name="Command">The command, such as train.</param>
/// <param name="Process">Its process number.</param>
/// <param name="Host">The machine.</param>
/// <param name="Since">Since when, UTC.</param>
internal sealed record LockOwner(string Command, int Process, string Host, DateTime Since)
{
    public static LockOwner Current() =>
        new(Environment.GetCommandLineArgs().Skip(1).FirstOrDefault() ?? "?", Environment.ProcessId, Environment.MachineName, DateTime.UtcNow);

    /// <summary>Whom a file names, to be read; the file may be missing or half-written, since it comes after the lock.</summary>
    public static string Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<LockOwner>(File.ReadAllText(path))?.ToString() ?? "unknown";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return "it has not said which";
        }
    }

    public override string ToString() => $"{Command}, process {Process} on {Host}, since {Since:yyyy-MM-dd HH:mm:ss} UTC";
}
