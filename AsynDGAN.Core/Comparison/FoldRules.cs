using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Core.Comparison;

/// <summary>
/// What sets of runs that left folds out must be to be joined: of all folds of one number, each left out once, so that together they
/// leave out each training patient once; and all of seen or all of left-out conditions.
/// </summary>
internal static class FoldRules
{
    /// <summary>Checks a label's sets; those of runs without folds pass.</summary>
    /// <param name="label">The label.</param>
    /// <param name="sets">Each set's path, and what it was drawn with.</param>
    /// <exception cref="UserException">They are no whole of folds.</exception>
    public static void Check(string label, IReadOnlyList<(string Path, Experiment Experiment)> sets)
    {
        if (sets.All(set => set.Experiment.Data.Fold.Of == 1))
        {
            return;
        }

        var has = string.Join(", ", sets.Select(set => $"{set.Path} has {FoldOf(set.Experiment)}"));
        if (sets.Select(set => set.Experiment.Data.Fold.Of).Distinct().Count() > 1)
        {
            throw new UserException(
                $"The sets of {label} are of different folds (data.fold.of): {has}.", "Join the sets of all folds of one number, or those of runs without folds.");
        }

        if (sets.Select(set => set.Experiment.Synthesis.Conditions).Distinct().Count() > 1)
        {
            var conditions = string.Join(", ", sets.Select(set => $"{set.Path} has {YamlValue.Of(set.Experiment.Synthesis.Conditions)}"));
            throw new UserException(
                $"The sets of {label} are of seen and of left-out conditions (synthesis.conditions): {conditions}.", "Join sets of one kind, and give the others another label.");
        }

        var (of, left) = (sets[0].Experiment.Data.Fold.Of, sets.Select(set => set.Experiment.Data.Fold.Leave).ToList());
        if (left.GroupBy(fold => fold).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new UserException(
                $"The sets of {label} leave fold {twice.Key} of {of} out {twice.Count()} times: {has}.", "Together they must leave each training patient out once; name each fold's set once.");
        }

        if (Enumerable.Range(1, of).Except(left).ToList() is { Count: > 0 } missing)
        {
            throw new UserException(
                $"The sets of {label} do not leave each training patient out once: {has}.",
                $"Add by a plus the set of a run that leaves {string.Join(", another that leaves ", missing.Select(fold => $"fold {fold} of {of}"))} (data.fold.leave).");
        }
    }

    private static string FoldOf(Experiment experiment) => experiment.Data.Fold.Of == 1 ? "no folds" : $"fold {experiment.Data.Fold.Leave} of {experiment.Data.Fold.Of}";
}
