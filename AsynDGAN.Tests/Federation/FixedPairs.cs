using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Federation;

/// <summary>Pairs that a site draws in a given order: the i-th drawn is the i-th of the tensors, over one pass.</summary>
internal sealed class FixedPairs : IPairs
{
    private readonly Tensor conditions;
    private readonly Tensor images;
    private readonly int[] placeOf;

    /// <param name="seed">The run's seed.</param>
    /// <param name="site">The site's name.</param>
    /// <param name="conditions">[n, channels, height, width], in the order of drawing.</param>
    /// <param name="images">[n, channels, height, width].</param>
    public FixedPairs(int seed, string site, Tensor conditions, Tensor images)
    {
        (this.conditions, this.images) = (conditions.clone().DetachFromDisposeScope(), images.clone().DetachFromDisposeScope());
        placeOf = new int[Count];
        foreach (var (place, position) in new BatchOrder(seed, site, Count).Indices(Count, 0).Index())
        {
            placeOf[position] = place;
        }
    }

    public int Count => (int)conditions.shape[0];

    public IReadOnlyList<long> ConditionShape => conditions.shape[1..];

    public IReadOnlyList<long> ImageShape => images.shape[1..];

    public IReadOnlyList<SampleId> Ids => [.. Enumerable.Range(0, Count).Select(i => new SampleId(i, i / 2))];

    /// <summary>The tensors themselves, for tests of aliasing.</summary>
    public IReadOnlyList<Tensor> Storage => [conditions, images];

    /// <summary>How often pairs were taken.</summary>
    public int Taken { get; private set; }

    public PairBatch Take(IReadOnlyList<int> positions, SplitMix64? random)
    {
        Taken++;
        using var places = tensor([.. positions.Select(p => (long)placeOf[p])]);
        return new PairBatch(conditions.index_select(0, places), images.index_select(0, places));
    }

    public Tensor Grounds(IReadOnlyList<int> positions) => ones([positions.Count, 1, .. ImageShape.Skip(1)], ScalarType.Bool);

    public Tensor TumourMasks(IReadOnlyList<int> positions) => zeros([positions.Count, 1, .. ImageShape.Skip(1)]);

    public void Dispose()
    {
        conditions.Dispose();
        images.Dispose();
    }
}
