namespace AsynDGAN.Core.Comparison;

/// <summary>One row of the comparison.</summary>
/// <param name="Set">What its network is trained on.</param>
/// <param name="Site">The site, where it is one site's.</param>
/// <param name="Label">The synthetic set's label, where there is one.</param>
public sealed record ComparisonRow(RowKind Set, string? Site = null, string? Label = null)
{
    internal const string OwnMasksSuffix = ", own masks", NewMasksSuffix = ", new masks";

    /// <summary>As the tables call it.</summary>
    public string Name => Set switch
    {
        RowKind.RealAll => "Real-All",
        RowKind.RealSubset => $"Real-Subset-{Site}",
        RowKind.FederatedAveraging => "Real-FedAvg",
        RowKind.Synthetic => Label!,
        RowKind.OwnMasks => Label + OwnMasksSuffix,
        RowKind.NewMasks => Label + NewMasksSuffix,
        RowKind.RealSubsetAndSynthetic => $"Real-Subset-{Site}+{Label}",
        RowKind.Threshold => "Threshold",
        _ => throw Unknown(),
    };

    /// <summary>The rows that a list of --train-on values names, in the order of the paper's table.</summary>
    /// <param name="selectors">
    /// real-all, real-subset:NAME, real-subsets, fedavg, synthetic:LABEL, own-masks:LABEL, new-masks:LABEL,
    /// real-subset+synthetic:LABEL, threshold or all.
    /// </param>
    /// <param name="sites">The sites' names.</param>
    /// <param name="labels">The labels of the synthetic sets given.</param>
    /// <param name="option">The option that gave the list, which messages name.</param>
    /// <exception cref="UserException">A selector is unknown, or names a site or set that is not there, or a row has the name of another.</exception>
    public static IReadOnlyList<ComparisonRow> Select(IReadOnlyList<string> selectors, IReadOnlyList<string> sites, IReadOnlyList<string> labels, string option = "--train-on")
    {
        var all = All(sites, labels);
        var chosen = selectors.SelectMany(selector => Matching(selector, all, option)).ToHashSet();
        var taken = all.GroupBy(row => row.Name, FileNameCase.Comparer).FirstOrDefault(rows => rows.Count() > 1 && rows.Any(chosen.Contains));
        return taken is null
            ? [.. all.Where(chosen.Contains)]
            : throw new UserException(
                $"Two rows of the table would be called '{taken.Key}': {string.Join(" and ", taken.Select(row => row.Selector.Length > 0 ? row.Selector : row.GroupSelector))}.",
                "Give the synthetic set another label, or the site another name.");
    }

    private static IReadOnlyList<ComparisonRow> All(IReadOnlyList<string> sites, IReadOnlyList<string> labels) =>
    [
        new ComparisonRow(RowKind.RealAll),
        .. sites.Select(site => new ComparisonRow(RowKind.RealSubset, site)),
        new ComparisonRow(RowKind.FederatedAveraging),
        .. labels.Select(label => new ComparisonRow(RowKind.Synthetic, Label: label)),
        .. labels.Select(label => new ComparisonRow(RowKind.OwnMasks, Label: label)),
        .. labels.Select(label => new ComparisonRow(RowKind.NewMasks, Label: label)),
        .. labels.SelectMany(label => sites.Select(site => new ComparisonRow(RowKind.RealSubsetAndSynthetic, site, label))),
        new ComparisonRow(RowKind.Threshold),
    ];

    private static IReadOnlyList<ComparisonRow> Matching(string selector, IReadOnlyList<ComparisonRow> all, string option)
    {
        var rows = selector.Length == 0
            ? []
            : all.Where(row => selector == row.Selector || selector == row.GroupSelector || (selector == "all" && row.IsInAll)).ToList();
        if (rows.Count > 0)
        {
            return rows;
        }

        var known = all.SelectMany(row => new[] { row.Selector, row.GroupSelector }).Where(s => s.Length > 0).Distinct();
        throw new UserException($"{option} {(selector.Length == 0 ? "\"\"" : selector)} names no row.", $"The rows here are: all, {string.Join(", ", known)}.");
    }

    internal string Selector => Set switch
    {
        RowKind.RealAll => "real-all",
        RowKind.RealSubset => $"real-subset:{Site}",
        RowKind.FederatedAveraging => "fedavg",
        RowKind.Synthetic => $"synthetic:{Label}",
        RowKind.OwnMasks => $"own-masks:{Label}",
        RowKind.NewMasks => $"new-masks:{Label}",
        RowKind.Threshold => "threshold",
        RowKind.RealSubsetAndSynthetic => "",
        _ => throw Unknown(),
    };

    internal string GroupSelector => Set switch
    {
        RowKind.RealSubset => "real-subsets",
        RowKind.RealSubsetAndSynthetic => $"real-subset+synthetic:{Label}",
        RowKind.RealAll or RowKind.FederatedAveraging or RowKind.Synthetic or RowKind.OwnMasks or RowKind.NewMasks or RowKind.Threshold => "",
        _ => throw Unknown(),
    };

    private ArgumentOutOfRangeException Unknown() => new(nameof(Set), Set, "no such training set");

    /// <summary>A hospital would add the released set, not every other; own masks alone are for telling apart what a set is worth.</summary>
    private bool IsInAll => Set != RowKind.OwnMasks && (Set != RowKind.RealSubsetAndSynthetic || Label == PairedDifference.Ours);
}
