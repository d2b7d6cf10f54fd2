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
        var data = $"data {YamlValue.Of(experiment.Data.Source)}{(experiment.Data.Source == DataSource.Gaussian ? "" : $", {experiment.Data.ImageSize}x{experiment.Data.ImageSize}")}";

        // The rows of a comparison have seeds and splits of their own, and were trained by other commands than its last one.
        var isRun = Directory.Exists(Path.GetDirectoryName(folder.GeneratorWeights));
        string[] facts = isRun
            ? [.. When(folder), .. Unfinished(folder, experiment), data, $"mode {YamlValue.Of(experiment.Sites.Mode)}", $"seed {experiment.Seed}, split {experiment.Data.SplitSeed}"]
            : [.. When(folder).Take(1), data];
        return $"""<p class="facts">{string.Join(" · ", facts)}</p>""";
    }

    /// <summary>How far a run came that was stopped; of one without a checkpoint nothing is known.</summary>
    private static string[] Unfinished(RunFolder folder, Experiment experiment)
    {
        if (Checkpoint.FindState(folder) is not { } state)
        {
            return Directory.Exists(folder.NewestCheckpoint) || GivenPath.IsHidden(folder.LastCheckpoint) ? ["whether it is finished could not be read"] : [];
        }

        var steps = new LearningRateSchedule(experiment.Training, state.StepsPerEpoch).Steps;
        return state.Step < steps ? [FormattableString.Invariant($"not finished: {state.Step:N0} of {steps:N0} steps")] : [];
    }

    /// <summary>What is wrong with the record is said where it is shown.</summary>
    private static string[] When(RunFolder folder)
    {
        try
        {
            return File.Exists(folder.Provenance) && TrainingTime.Read(folder) is var time
                ? [time.Started.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture), .. Took(time)]
                : [];
        }
        catch (UserException)
        {
            return [];
        }
    }

    private static string[] Took(TrainingTime time) => (time.Ended, time.Seconds) switch
    {
        (null, _) => ["not ended"],
        (_, null) => [],
        (_, < 120 * 60) => [FormattableString.Invariant($"took {time.Seconds / 60:0.0} minutes")],
        _ => [FormattableString.Invariant($"took {time.Seconds / 3600:0.0} hours")],
    };
}
