using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Data.Points;

/// <summary>Points with their conditions: pairs of one pixel, which are given out as they are.</summary>
public sealed class PointSet : IPairs
{
    private readonly Tensor conditions;
    private readonly Tensor points;

    /// <param name="conditions">[n, channels, 1, 1], float32, on the run's device; no channel where the condition is withheld.</param>
    /// <param name="points">[n, dimensions, 1, 1], float32.</param>
    internal PointSet(Tensor conditions, Tensor points)
    {
        (this.conditions, this.points) = (conditions.DetachFromDisposeScope(), points.DetachFromDisposeScope());
        Ids = [.. Enumerable.Range(0, Count).Select(i => new SampleId(i, i))];
    }

    /// <inheritdoc />
    public int Count => (int)points.shape[0];

    /// <inheritdoc />
    public IReadOnlyList<long> ConditionShape => conditions.shape[1..];

    /// <inheritdoc />
    public IReadOnlyList<long> ImageShape => points.shape[1..];

    /// <inheritdoc />
    public IReadOnlyList<SampleId> Ids { get; }

    /// <inheritdoc />
    public PairBatch Take(IReadOnlyList<int> positions, SplitMix64? random)
    {
        using var places = tensor([.. positions.Select(p => (long)p)], device: points.device);
        return new PairBatch(conditions.index_select(0, places), points.index_select(0, places));
    }

    /// <inheritdoc />
    public Tensor Grounds(IReadOnlyList<int> positions) => ones([positions.Count, 1, 1, 1], ScalarType.Bool, points.device);

    /// <inheritdoc />
    public Tensor TumourMasks(IReadOnlyList<int> positions) => zeros([positions.Count, 1, 1, 1], device: points.device);

    public void Dispose()
    {
        conditions.Dispose();
        points.Dispose();
    }
}
