using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Data.Batches;

/// <summary>
/// Which samples an exchange takes: without replacement, in an order drawn anew for each pass over the samples. A batch may
/// straddle two passes. An exchange's indices follow from its number, so that a run resumes at any; the last pass's order is
/// kept, since the next exchange most likely needs it.
/// </summary>
/// <param name="seed">The run's seed.</param>
/// <param name="site">The site's name.</param>
/// <param name="count">Samples, at least 1.</param>
public sealed class BatchOrder(int seed, string site, int count)
{
    private (long Pass, int[] Order) last = (-1, []);

    /// <summary>The sample indices of an exchange.</summary>
    /// <param name="batchSize">Indices to give.</param>
    /// <param name="exchange">From 0.</param>
    public int[] Indices(int batchSize, long exchange)
    {
        var indices = new int[batchSize];
        var first = exchange * batchSize;
        for (var i = 0; i < batchSize; i++)
        {
            var (pass, place) = Math.DivRem(first + i, count);
            if (pass != last.Pass)
            {
                last = (pass, SplitMix64.For(seed, RandomPurpose.Order, site, pass).Permutation(count));
            }

            indices[i] = last.Order[place];
        }

        return indices;
    }

    /// <summary>The pairs that an exchange takes, changed by its augmentation.</summary>
    /// <param name="pairs">The site's training pairs.</param>
    /// <param name="batchSize">Pairs to give.</param>
    /// <param name="exchange">From 0.</param>
    public PairBatch Pairs(IPairs pairs, int batchSize, long exchange) =>
        pairs.Take(Indices(batchSize, exchange), SplitMix64.For(seed, RandomPurpose.Augmentation, site, exchange));
}
