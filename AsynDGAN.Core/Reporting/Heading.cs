using System.Globalization;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Core.Reporting;

/// <summary>What a run or a comparison is, and when it was made; of a run, whether it came to its end.</summary>
internal static class Heading
{
    public static Html Of(RunFolder folder, Experiment experiment)
    {
        var entries = ProvenanceRecord.Read(folder).ToDictionary(e => e.Name, e => e.Value);
        var data = $"data {YamlValue.Of(experiment.Data.Source)}, {experiment.Data.ImageSize}x{experiment.Data.ImageSize}";

        // The rows of a comparison have seeds and splits of their own, and were trained by other commands than its last one.
        var isRun = Directory.Exists(Path.GetDirectoryName(folder.GeneratorWeights));
        string[] facts = isRun
            ? [.. When(entries), .. Unfinished(folder, experiment), data, $"mode {YamlValue.Of(experiment.Sites.Mode)}", $"seed {experiment.Seed}, split {experiment.Data.SplitSeed}"]
            : [.. When(entries).Take(1), data];
        return $"""<p class="facts">{string.Join(" · ", facts)}</p>""";
    }

    /// <summary>How far a run came that was stopped. What is wrong with its checkpoint is said where it goes on.</summary>
    private static string[] Unfinished(RunFolder folder, Experiment experiment)
    {
        try
        {
            var state = Checkpoint.ReadState(folder);
            var steps = new LearningRateSchedule(experiment.Training, state.StepsPerEpoch).Steps;
            return state.Step < steps ? [FormattableString.Invariant($"not finished: {state.Step:N0} of {steps:N0} steps")] : [];
        }
        catch (UserException)
        {
            return [];
        }
    }

    private static IEnumerable<string> When(Dictionary<string, string> entries)
    {
        if (Time("started") is not { } started)
        {
            yield break;
        }

        yield return started.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
        yield return Time("ended") is not { } ended ? "not ended"
            : (ended - started) is { TotalMinutes: < 120 } span ? FormattableString.Invariant($"took {span.TotalMinutes:0.0} minutes")
            : FormattableString.Invariant($"took {(ended - started).TotalHours:0.0} hours");

        DateTime? Time(string name) => DateTime.TryParse(
            entries.GetValueOrDefault(name), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
    }
}
