using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Setup;

/// <summary>What <c>init</c> has read and written.</summary>
/// <param name="Configuration">The YAML file.</param>
/// <param name="Manifest">The CSV; null where none was needed.</param>
/// <param name="Experiment">The configuration.</param>
public sealed record SetupOutcome(string Configuration, string? Manifest, Experiment Experiment)
{
    /// <summary>What --layout calls what the data were taken for.</summary>
    public string Layout { get; init; } = "";

    /// <summary>The same in a few words.</summary>
    public string TakenFor { get; init; } = "";

    /// <summary>By which signs.</summary>
    public string Because { get; init; } = "";

    /// <summary>The hospitals, in name order.</summary>
    public IReadOnlyList<SiteFacts> Sites { get; init; } = [];

    /// <summary>By what patients are cut into sites, as in random:4; null where sites are the hospitals.</summary>
    public string? Cut { get; init; }

    /// <summary>What was answered, beforehand or when it was asked.</summary>
    public IReadOnlyList<SetupAnswer> Choices { get; init; } = [];

    /// <summary>What is to be known of the data, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>A line a file that did not pair.</summary>
    public IReadOnlyList<string> Unpaired { get; init; } = [];

    /// <summary>Images outside of what was taken.</summary>
    public IReadOnlyList<string> Outside { get; init; } = [];

    /// <summary>Measured seconds of a training step.</summary>
    public double SecondsPerStep { get; init; }

    /// <summary>What was written, and the commands to run next.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            var file = ShellWord.Of(Configuration);
            return
            [
                $"written: {Configuration}{(Manifest is null ? "" : $" and {Manifest}")}",
                "next: how the data were understood, a training, the comparison, and masks of new images:",
                $"    asyndgan data    --config {file}",
                $"    asyndgan train   --config {file}",
                $"    asyndgan compare --config {file}",
                $"    asyndgan predict --model {ShellWord.Of(SegmentationPlan.NetworkOfOurs(ComparisonRequest.UsualFolder(Experiment.Name), Experiment))} --images DIR --out predictions",
            ];
        }
    }
}
