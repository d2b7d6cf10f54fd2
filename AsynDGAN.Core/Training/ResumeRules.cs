using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Training;

/// <summary>Which keys may differ between a run and its continuation.</summary>
internal static class ResumeRules
{
    private static readonly string[] Free =
        ["device", "data.root", "data.resident", "data.cache", "sites.key_file", "loss.perceptual_weights", "training.log_every", "training.checkpoint_every", "training.samples_every"];

    /// <summary>Sections that training does not read.</summary>
    private static readonly string[] Later = ["synthesis.", "segmentation."];

    private static readonly string[] Length = ["training.epochs", "training.decay_epochs", "training.steps"];

    /// <exception cref="UserException">A key differs that must not; all of them are shown.</exception>
    public static void Check(Experiment before, Experiment now, CheckpointState state, RunFolder folder)
    {
        var decayBegan = new[] { before, now }.Any(e => state.Step > new Schedule(e.Training, state.StepsPerEpoch).DecayBegins);
        var refused = ExperimentDifference.Between(before, now)
            .Where(d => !Free.Contains(d.Key) && !Later.Any(d.Key.StartsWith) && !(Length.Contains(d.Key) && !decayBegan))
            .Select(d => $"\n  {d.Key}: {d.Old} in the run, {d.New} now")
            .ToList();
        if (refused.Count > 0)
        {
            throw new UserException(
                $"The run in '{folder.Root}' cannot go on with another configuration:{string.Concat(refused)}",
                "Take those keys back, or start a run of its own with --out. These may change: "
                + $"{string.Join(", ", Free)}, everything under synthesis and segmentation; and {string.Join(", ", Length)} while the learning rate has not begun to fall.");
        }
    }
}
