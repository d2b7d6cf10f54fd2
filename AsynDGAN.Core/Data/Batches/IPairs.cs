using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Data.Batches;

/// <summary>One part of one site's samples, as the networks see them.</summary>
public interface IPairs : IDisposable
{
    /// <summary>How many samples.</summary>
    int Count { get; }

    /// <summary>[channels, height, width] of a condition.</summary>
    IReadOnlyList<long> ConditionShape { get; }

    /// <summary>[channels, height, width] of an image.</summary>
    IReadOnlyList<long> ImageShape { get; }

    /// <summary>The sample and patient numbers, one a sample.</summary>
    IReadOnlyList<SampleId> Ids { get; }

    /// <summary>The pairs at these positions, float32 on the run's device.</summary>
    /// <param name="positions">Positions from 0.</param>
    /// <param name="random">Random state of the augmentation; null: as they are.</param>
    PairBatch Take(IReadOnlyList<int> positions, SplitMix64? random);

    /// <summary>What the objects of samples lie upon: the head, or the whole image where the condition knows no head.</summary>
    /// <param name="positions">Positions from 0, at least one.</param>
    /// <returns>[n, 1, height, width], bool, on the run's device, unaugmented.</returns>
    Tensor Grounds(IReadOnlyList<int> positions);

    /// <summary>The objects of samples, be they tumours or nuclei, unaugmented.</summary>
    /// <param name="positions">Positions from 0, at least one.</param>
    /// <returns>[n, 1, height, width], float32 of 0 and 1, on the run's device.</returns>
    Tensor TumourMasks(IReadOnlyList<int> positions);
}
