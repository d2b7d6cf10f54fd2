namespace AsynDGAN.Core.Comparison;

/// <summary>One row of the comparison.</summary>
/// <param name="Set">What its network is trained on.</param>
/// <param name="Site">The site, where it is one site's.</param>
/// <param name="Label">The synthetic set's label, where there is one.</param>
public sealed record ComparisonRow(TrainingSet Set, string? Site = null, string? Label = null)
{
    internal const string NewMasksSuffix = ", new masks";

    /// <summary>As the tables call it.</summary>
    public string Name => Set switch
    {
        TrainingSet.RealAll => "Real-All",
        TrainingSet.RealSubset => $"Real-Subset-{Site}",
        TrainingSet.FederatedAveraging => "Real-FedAvg",
        TrainingSet.Synthetic => Label!,
        TrainingSet.NewMasks => Label + NewMasksSuffix,
        TrainingSet.RealSubsetAndSynthetic => $"Real-Subset-{Site}+{Label}",
        TrainingSet.Threshold => "Threshold",
        _ => throw Unknown(),
    };

    /// <summary>The rows that a list of --train-on values names, in the order of the paper's table.</summary>
    /// <param name="selectors">
    /// real-all, real-subset:NAME, real-subsets, fedavg, synthetic:LABEL, new-masks:LABEL, real-subset+synthetic:LABEL,
    /// threshold or all.
    /// </param>
    /// <param name="sites">The sites' names.</param>
    /// <param name="labels">The labels of the synthetic sets given.</param>
    /// <exception cref="UserException">A selector is unknown, or names a site or set that is not there.</exception>
    public static IReadOnlyList<ComparisonRow> Select(IReadOnlyList<string> selectors, IReadOnlyList<string> sites, IReadOnlyList<string> labels)
    {
        var all = All(sites, labels);
        var chosen = selectors.SelectMany(selector => Matching(selector, all)).ToHashSet();
        return [.. all.Where(chosen.Contains)];
    }

    private static IReadOnlyList<ComparisonRow> All(IReadOnlyList<string> sites, IReadOnlyList<string> labels) =>
    [
        new ComparisonRow(TrainingSet.RealAll),
        .. sites.Select(site => new ComparisonRow(TrainingSet.RealSubset, site)),
        new ComparisonRow(TrainingSet.FederatedAveraging),
        .. labels.Select(label => new ComparisonRow(TrainingSet.Synthetic, Label: label)),
        .. labels.Select(label => new ComparisonRow(TrainingSet.NewMasks, Label: label)),
        .. labels.SelectMany(label => sites.Select(site => new ComparisonRow(TrainingSet.RealSubsetAndSynthetic, site, label))),
        new ComparisonRow(TrainingSet.Threshold),
    ];

    private static IReadOnlyList<ComparisonRow> Matching(string selector, IReadOnlyList<ComparisonRow> all)
    {
        var rows = all.Where(row => selector == row.Selector || selector == row.GroupSelector || (selector == "all" && row.IsInAll)).ToList();
        if (rows.Count > 0)
        {
            return rows;
        }

        var known = all.SelectMany(row => new[] { row.Selector, row.GroupSelector }).Where(s => s.Length > 0).Distinct();
        throw new UserException($"--train-on {selector} names no row.", $"The rows here are: all, {string.Join(", ", known)}.");
    }

    internal string Selector => Set switch
    {
        TrainingSet.RealAll => "real-all",
        TrainingSet.RealSubset => $"real-subset:{Site}",
        TrainingSet.FederatedAveraging => "fedavg",
        TrainingSet.Synthetic => $"synthetic:{Label}",
        TrainingSet.NewMasks => $"new-masks:{Label}",
        TrainingSet.Threshold => "threshold",
        TrainingSet.RealSubsetAndSynthetic => "",
        _ => throw Unknown(),
    };

    internal string GroupSelector => Set switch
    {
        TrainingSet.RealSubset => "real-subsets",
        TrainingSet.RealSubsetAndSynthetic => $"real-subset+synthetic:{Label}",
        TrainingSet.RealAll or TrainingSet.FederatedAveraging or TrainingSet.Synthetic or TrainingSet.NewMasks or TrainingSet.Threshold => "",
        _ => throw Unknown(),
    };

    private ArgumentOutOfRangeException Unknown() => new(nameof(Set), Set, "no such training set");

    /// <summary>A hospital would add the released set, not every other.</summary>
    private bool IsInAll => Set != TrainingSet.RealSubsetAndSynthetic || Label == RowComparison.Ours;
}
