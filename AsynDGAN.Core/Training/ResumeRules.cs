using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Training;

/// <summary>What may differ between a run and its continuation.</summary>
internal static class ResumeRules
{
    /// <summary>Compares keys, and the secret of sites.key_file: with what the checkpoint's state says that it was trained with, which tells more than a file beside it; of one that does not say, with its configuration.</summary>
    /// <param name="before">The configuration of the checkpoint.</param>
    /// <param name="now">The configuration now.</param>
    /// <param name="state">The checkpoint's.</param>
    /// <param name="folder">The run's.</param>
    /// <exception cref="UserException">A key differs that must not; all of them are shown. Or the bytes of sites.key_file do.</exception>
    public static void Check(Experiment before, Experiment now, CheckpointState state, RunFolder folder)
    {
        var decayBegan = new[] { before, now }.Any(e => state.Step > new LearningRateSchedule(e.Training, state.StepsPerEpoch).DecayBegins);
        var comparison = Dependence.Run.Of(now).ComparedWith(state.Identity is { } parts ? new Identity(parts) : Dependence.Run.Of(before));
        var refused = comparison with { Different = [.. comparison.Different.Where(d => decayBegan || !Dependence.Length.Contains(d.Part))] };
        if (refused.Different.Count > 0)
        {
            throw new UserException(
                $"The run in '{folder.Root}' cannot go on with another configuration:{refused.Lines("in the run")}",
                "Take those keys back, or start a run of its own with --out. These may change: "
                + $"{Dependence.FreeKeys} (of files that these name the place, not the contents), everything under synthesis and segmentation; and {string.Join(", ", Dependence.Length)} while the learning rate has not begun to fall.");
        }

        RefuseOtherKey(before, now, state, folder, ", or start a run of its own with --out");
    }

    /// <summary>Refuses another <c>sites.key_file</c>, or other bytes in it, than that by which the run's patients and samples were numbered.</summary>
    /// <param name="otherwise">What else helps.</param>
    /// <exception cref="UserException">It is another.</exception>
    public static void RefuseOtherKey(Experiment before, Experiment now, CheckpointState state, RunFolder folder, string otherwise = "")
    {
        if (state.SiteKey is { } key && key != SiteKey.Of(now).Digest)
        {
            throw new UserException(
                $"sites.key_file: {now.Sites.KeyFile ?? "none"} is another key than that of the run in '{folder.Root}', so that patients and samples would have other numbers.",
                $"{(before.Sites.KeyFile is null ? "Leave sites.key_file out" : "Give the file that the run was begun with")}{otherwise}.");
        }
    }

    /// <summary>Whether a run is to be longer or shorter now than what is stored of it.</summary>
    public static bool IsOfOtherLength(Identity now, Identity stored) => now.ComparedWith(stored).Different.Any(d => Dependence.Length.Contains(d.Part));

    /// <summary>Compares what is read: data, split and weights. Keys were compared before anything was.</summary>
    /// <param name="log">Told what could not be compared; null: nobody is.</param>
    /// <exception cref="UserException">Something is not what the run was trained on and with.</exception>
    public static void Check(Identity now, Identity stored, RunFolder folder, RunLog? log)
    {
        var comparison = now.ComparedWith(stored);
        var refused = comparison with { Different = [.. comparison.Different.Where(d => !Dependence.Run.On(d.Part))] };
        if (refused.Different.Count > 0)
        {
            throw new UserException(
                $"The data are not those that the run in '{folder.Root}' was trained on:{refused.Lines("in the run")}", "Restore them, or start anew: asyndgan train --overwrite.");
        }

        if (comparison.Doubt("the checkpoint") is { } doubt)
        {
            log?.Warn(doubt);
        }
    }
}
