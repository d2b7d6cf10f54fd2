using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Comparison;

/// <summary>
/// What sets must be whose networks are tested on sites that took no part: drawn by runs that left out the same sites, or of a
/// site alone that is none of these.
/// </summary>
internal static class LeftOutSiteRules
{
    /// <summary>Checks a label's sets.</summary>
    /// <param name="label">The label.</param>
    /// <param name="sets">Each set's path, and what it was drawn with.</param>
    /// <param name="experiment">The comparison's configuration.</param>
    /// <exception cref="UserException">A set is of a run that left out other sites.</exception>
    public static void Check(string label, IReadOnlyList<(string Path, Experiment Experiment)> sets, Experiment experiment)
    {
        var here = experiment.Sites.Without;
        foreach (var (path, own) in sets)
        {
            var isOther = own.Sites.Mode == SiteMode.Single ? here.Contains(own.Sites.Only) : !own.Sites.Without.ToHashSet().SetEquals(here);
            if (isOther)
            {
                throw new UserException(
                    $"The set {path} of {label} was drawn by a run {Of(own.Sites)}, and this is a comparison {Of(experiment.Sites with { Mode = SiteMode.Distributed })} (sites.without).",
                    "Name a set of a run that leaves out the same sites, or change sites.without.");
            }
        }
    }

    private static string Of(SiteOptions sites) => sites.Mode == SiteMode.Single ? $"on the site {sites.Only}"
        : sites.Without.Count == 0 ? "that leaves out no site" : $"that leaves out {string.Join(", ", sites.Without)}";
}
