using AsynDGAN.Core.Federation.Messages;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Federation;

/// <summary>
/// The order in which a site's samples are looked at by its sheets and its measure of copying. In their own order neighbours
/// are slices or patches of one patient, so that the first of them would stand for one or two patients; a random order
/// spreads them over all. It depends on the run's seed, the site and the number of samples alone: centre and site compute
/// it each for itself, and no message tells it.
/// </summary>
internal static class PreviewOrder
{
    /// <param name="seed">The run's seed.</param>
    /// <param name="site">The site.</param>
    /// <param name="samples">Samples of the part.</param>
    /// <returns>A permutation of 0 to samples - 1.</returns>
    public static int[] Of(int seed, SiteProfile site, int samples) => IsOwn(site)
        ? [.. Enumerable.Range(0, samples)]
        : SplitMix64.For(seed, RandomPurpose.Preview, site.Name).Permutation(samples);

    /// <summary>Whether it is the samples' own order: points are drawn independently of each other, and thousands of them are looked at.</summary>
    public static bool IsOwn(SiteProfile site) => site.ImageShape[1] == 1 && site.ImageShape[2] == 1;
}
