using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Core.Configuration.Rules;

/// <summary>What must hold among the keys of <c>sites</c>.</summary>
internal static class SiteRules
{
    public static IReadOnlyList<ExperimentRule> All { get; } =
    [
        new(["sites.by"], AttributeIsNamed),
        new(["sites.count", "sites.by"], CountGoesWithCutting),
        new(["sites.merge"], MergesAreOneStep),
        new(["sites.only", "sites.mode"], OnlyGoesWithSingle),
        new(["sites.without", "sites.mode", "data.source"], WithoutLeavesSeveralOut),
        new(["sites.key_file"], KeyFileIsNamed),
    ];

    private static string? AttributeIsNamed(Experiment e)
    {
        return string.IsNullOrWhiteSpace(e.Sites.By) ? "empty; use institution, tumour-size, random or another attribute of the source" : null;
    }

    private static string? CountGoesWithCutting(Experiment e)
    {
        return (e.Sites.By is "tumour-size" or "random", e.Sites.Count) switch
        {
            (true, null) => $"needed for by: {e.Sites.By}; set it to the number of sites",
            (false, not null) => $"only for by: tumour-size and by: random; by is {YamlValue.Text(e.Sites.By)}",
            _ => null,
        };
    }

    // A chain would mean different things in different orders.
    private static string? MergesAreOneStep(Experiment e)
    {
        foreach (var (from, into) in e.Sites.Merge.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            if (from == into)
            {
                return $"{YamlValue.Text(from)} is merged into itself; leave it out";
            }

            if (e.Sites.Merge.TryGetValue(into, out var further))
            {
                return $"{YamlValue.Text(from)} is merged into {YamlValue.Text(into)}, which is merged into {YamlValue.Text(further)}; name the last site for both";
            }
        }

        return null;
    }

    private static string? WithoutLeavesSeveralOut(Experiment e)
    {
        return e.Sites.Without.Count == 0 ? null
            : e.Sites.Without.FirstOrDefault(string.IsNullOrWhiteSpace) is not null ? "an empty name; name sites, such as [CS]"
            : e.Sites.Without.GroupBy(name => name).FirstOrDefault(name => name.Count() > 1) is { } twice ? $"names {YamlValue.Text(twice.Key)} twice; name each site once"
            : e.Sites.Mode == SiteMode.Single ? "not together with sites.only, which sees one site anyway; leave one of them out"
            : e.Data.Source == DataSource.Gaussian ? "for images; of source: gaussian, leave a component out of data.gaussian.components"
            : null;
    }

    private static string? KeyFileIsNamed(Experiment e) =>
        e.Sites.KeyFile is { } file && string.IsNullOrWhiteSpace(file) ? "empty; name a file, or leave it out" : null;

    private static string? OnlyGoesWithSingle(Experiment e)
    {
        return (e.Sites.Mode == SiteMode.Single, string.IsNullOrWhiteSpace(e.Sites.Only)) switch
        {
            (true, true) => "needed for mode: single; set it to the site's name",
            (false, false) => $"only for mode: single; mode is {YamlValue.Of(e.Sites.Mode)}",
            _ => null,
        };
    }
}
