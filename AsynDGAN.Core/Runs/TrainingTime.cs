using System.Text.Json;
using AsynDGAN.Core.Csv;

namespace AsynDGAN.Core.Runs;

/// <summary>When a run was trained, as its files tell.</summary>
/// <param name="Started">When its first process began.</param>
/// <param name="Ended">When its last one ended; null while it goes on, and where it was killed.</param>
/// <param name="Seconds">
/// How long its processes trained, all together, to the end or, where it was killed, the last checkpoint. Null where that is not
/// known: earlier versions did not count it, and wrote the last process's times alone where a run was resumed.
/// </param>
public sealed record TrainingTime(DateTime Started, DateTime? Ended, double? Seconds)
{
    /// <summary>Reads provenance.json, and of an earlier version's run log.txt, too.</summary>
    /// <exception cref="UserException">provenance.json is not there, or damaged, or one of the two may not be read.</exception>
    public static TrainingTime Read(RunFolder folder)
    {
        var recorded = Recorded(folder);
        return recorded.Seconds is not null || IsOfSeveral(folder.Log) ? recorded : recorded with { Seconds = (recorded.Ended - recorded.Started)?.TotalSeconds };
    }

    /// <summary>What provenance.json tells.</summary>
    private static TrainingTime Recorded(RunFolder folder)
    {
        try
        {
            using var record = JsonDocument.Parse(File.ReadAllText(folder.Provenance));
            var (started, ended) = (record.RootElement.GetProperty("started").GetDateTime(), record.RootElement.GetProperty("ended"));
            DateTime? end = ended.ValueKind == JsonValueKind.Null ? null : ended.GetDateTime().ToUniversalTime();
            var counted = record.RootElement.TryGetProperty("trained_seconds", out var seconds) ? seconds.GetDouble() : (double?)null;
            return new TrainingTime(started.ToUniversalTime(), end, counted);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new UserException($"{folder.Provenance} is damaged: {e.Message}", CsvDamage.Mend);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{folder.Provenance} cannot be read: {e.Message}");
        }
    }

    /// <summary>Whether several processes trained, as the log tells.</summary>
    private static bool IsOfSeveral(string log)
    {
        try
        {
            return RunLog.TellsOfResume(log);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{log} cannot be read: {e.Message}");
        }
    }
}
