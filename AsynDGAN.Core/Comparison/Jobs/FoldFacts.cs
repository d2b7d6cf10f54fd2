using AsynDGAN.Core.Data.Sites;

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>What a plan must know of a run that leaves a fold out.</summary>
/// <param name="Sites">The sites of the distributed partition without the fold, in order.</param>
/// <param name="Steps">Training steps of its GAN.</param>
public sealed record FoldFacts(IReadOnlyList<SiteSize> Sites, long Steps);
