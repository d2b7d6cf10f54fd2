using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Comparison;

/// <summary>
/// Some of a row's images, spread over the sites in proportion to what each has, by largest remainders; within a site by chance.
/// Rows of the same images keep the same ones, and of a smaller number a site keeps none that it would not keep of a larger share.
/// </summary>
internal static class SpreadChoice
{
    /// <summary>The positions that are kept, in order.</summary>
    /// <param name="sites">The site of each image.</param>
    /// <param name="count">How many are kept, 0 to all.</param>
    /// <param name="seed">The segmentation seed.</param>
    public static IReadOnlyList<int> Of(IReadOnlyList<string> sites, int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, sites.Count);
        var bySite = sites.Index().GroupBy(image => image.Item, image => image.Index).OrderBy(site => site.Key, StringComparer.Ordinal)
            .Select(site => (Name: site.Key, Positions: site.ToArray())).ToArray();
        var shares = Shares([.. bySite.Select(site => site.Positions.Length)], count);
        return
        [
            .. bySite.Zip(shares, (site, share) => SplitMix64.For(seed, RandomPurpose.RowCut, site.Name).Permutation(site.Positions.Length)
                .Take(share).Select(place => site.Positions[place])).SelectMany(kept => kept).Order(),
        ];
    }

    /// <summary>Each size's part of the count in proportion, rounded down; the largest remainders, the first of equals, get one more.</summary>
    private static int[] Shares(int[] sizes, int count)
    {
        var total = Math.Max(1, sizes.Sum());
        var shares = Array.ConvertAll(sizes, size => (int)((long)count * size / total));
        var more = Enumerable.Range(0, sizes.Length).OrderByDescending(i => (long)count * sizes[i] % total).Take(count - shares.Sum());
        foreach (var i in more.ToArray())
        {
            shares[i]++;
        }

        return shares;
    }
}
