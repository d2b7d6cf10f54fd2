using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>What a plan must know of the data of one split.</summary>
/// <param name="Split">Its <c>data.split_seed</c>.</param>
/// <param name="Sites">The sites of the distributed partition, in order.</param>
/// <param name="Steps">Training steps of a GAN.</param>
public sealed record SplitFacts(int Split, IReadOnlyList<SiteSize> Sites, long Steps)
{
    /// <summary>What a run that leaves out the first, the second and each further fold is trained on; empty where no folds were asked for.</summary>
    public IReadOnlyList<FoldFacts> Folds { get; init; } = [];

    /// <summary>The facts without a site.</summary>
    /// <param name="site">Its name.</param>
    /// <param name="experiment">The configuration, which says how many steps the others take.</param>
    public SplitFacts Without(string site, Experiment experiment)
    {
        IReadOnlyList<SiteSize> sites = [.. Sites.Where(other => other.Name != site)];
        return this with { Sites = sites, Steps = Simulation.ScheduleOf(experiment, sites).Steps, Folds = [] };
    }

    /// <summary>Tells what is there already; null: nothing is asked to be.</summary>
    public FinishedWork? Finished { get; init; }
}
