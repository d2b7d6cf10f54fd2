using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Data.Batches;

/// <summary>
/// Which samples an exchange takes: without replacement, in an order drawn anew for each pass over the samples. A batch may
/// straddle two passes. Nothing is remembered, so that a run resumes at any exchange.
/// </summary>
public static class BatchOrder
{
    /// <summary>The sample indices of an exchange.</summary>
    /// <param name="count">Samples, at least 1.</param>
    /// <param name="batchSize">Indices to give.</param>
    /// <param name="exchange">From 0.</param>
    public static int[] Indices(int seed, string site, int count, int batchSize, long exchange)
    {
        var indices = new int[batchSize];
        var first = exchange * batchSize;
        var (pass, order) = (-1L, Array.Empty<int>());
        for (var i = 0; i < batchSize; i++)
        {
            var (wanted, place) = Math.DivRem(first + i, count);
            if (wanted != pass)
            {
                (pass, order) = (wanted, SplitMix64.For(seed, RandomPurpose.Order, site, wanted).Permutation(count));
            }

            indices[i] = order[place];
        }

        return indices;
    }

    /// <summary>The pairs that an exchange takes, changed by its augmentation.</summary>
    /// <param name="pairs">A site's training pairs, at least one.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="site">The site's name.</param>
    /// <param name="exchange">From 0.</param>
    /// <param name="count">Pairs to give.</param>
    public static PairBatch Pairs(IPairs pairs, int seed, string site, long exchange, int count) => pairs.Take(
        Indices(seed, site, pairs.Count, count, exchange), SplitMix64.For(seed, RandomPurpose.Augmentation, site, exchange));
}
