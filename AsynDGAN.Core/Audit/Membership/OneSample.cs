using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Membership;

/// <summary>One sample as all that a probe may be asked about, as it is: members and others are asked about alike, whatever part they are in.</summary>
/// <param name="samples">The set that it is in; stays the caller's.</param>
/// <param name="position">Its place there.</param>
internal sealed class OneSample(SampleSet samples, int position) : IPairs
{
    /// <inheritdoc />
    public int Count => 1;

    /// <inheritdoc />
    public IReadOnlyList<long> ConditionShape => samples.ConditionShape;

    /// <inheritdoc />
    public IReadOnlyList<long> ImageShape => samples.ImageShape;

    /// <inheritdoc />
    public IReadOnlyList<SampleId> Ids => [samples.Ids[position]];

    /// <inheritdoc />
    public PairBatch Take(IReadOnlyList<int> positions, SplitMix64? random) => samples.Take(Places(positions), random: null);

    /// <inheritdoc />
    public Tensor Grounds(IReadOnlyList<int> positions) => samples.Grounds(Places(positions));

    /// <inheritdoc />
    public Tensor TumourMasks(IReadOnlyList<int> positions) => samples.TumourMasks(Places(positions));

    /// <summary>There is nothing of its own.</summary>
    public void Dispose()
    {
    }

    private int[] Places(IReadOnlyList<int> positions) => [.. positions.Select(_ => position)];
}
