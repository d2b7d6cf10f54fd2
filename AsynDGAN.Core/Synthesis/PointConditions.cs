using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Synthesis;

/// <summary>The training conditions of points at the centre.</summary>
internal sealed class PointConditions : IDisposable
{
    /// <summary>Conditions a message.</summary>
    private const int AtOnce = 4096;

    private readonly Tensor conditions;
    private readonly int[] starts;
    private readonly double[] weights;

    /// <summary>Asks the sites for their training conditions, and for nothing else.</summary>
    public PointConditions(IReadOnlyList<ISite> sites, SiteWeighting weighting)
    {
        using var scope = NewDisposeScope();
        int[] counts = [.. sites.Select(site => site.Profile.TrainingSamples)];
        starts = [.. counts.Select((_, j) => counts.Take(j).Sum()), counts.Sum()];
        weights = SiteWeights.Of(weighting, counts);
        conditions = cat([.. sites.SelectMany(All)]).DetachFromDisposeScope();
    }

    /// <summary>Training conditions of all sites.</summary>
    public int Count => starts[^1];

    /// <summary>Conditions x: a site by pi_j, then one of its training conditions, each as likely.</summary>
    /// <returns>[count, channels, 1, 1].</returns>
    public Tensor Draw(SplitMix64 random, int count)
    {
        using var places = tensor([.. Enumerable.Range(0, count).Select(_ => (long)Place(random))], device: conditions.device);
        return conditions.index_select(0, places);
    }

    public void Dispose() => conditions.Dispose();

    private static IEnumerable<Tensor> All(ISite site)
    {
        for (var from = 0; from < site.Profile.TrainingSamples; from += AtOnce)
        {
            yield return site.Enumerate(DataPart.Training, from, AtOnce).X;
        }
    }

    private int Place(SplitMix64 random)
    {
        var (site, left) = (0, random.NextDouble());
        while (site < weights.Length - 1 && left >= weights[site])
        {
            left -= weights[site++];
        }

        return starts[site] + random.Below(starts[site + 1] - starts[site]);
    }
}
