namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>The comparison without a site, split by split.</summary>
internal sealed class SitePlan
{
    private readonly SegmentationPlan plan;
    private readonly List<SplitFacts> splits = [];
    private readonly List<Job> jobs = [];

    /// <param name="site">The site that is left out.</param>
    /// <param name="plan">The plan without it.</param>
    /// <exception cref="UserException">Its tables were made with another configuration.</exception>
    public SitePlan(string site, SegmentationPlan plan)
    {
        plan.CheckTables();
        (Site, this.plan) = (site, plan);
    }

    /// <summary>The site that is left out.</summary>
    public string Site { get; }

    /// <summary>The jobs of all splits, and the one that writes the tables.</summary>
    /// <exception cref="UserException">Nothing tells the splits apart.</exception>
    public IReadOnlyList<Job> All => [.. jobs, plan.Tables(splits, jobs) with { Tables = null, LeftOutSite = Site }];

    /// <summary>Adds a split, while its data are loaded.</summary>
    /// <param name="split">Its facts without the site.</param>
    public void Add(SplitFacts split)
    {
        splits.Add(split);
        jobs.AddRange(plan.Of(split));
    }
}
