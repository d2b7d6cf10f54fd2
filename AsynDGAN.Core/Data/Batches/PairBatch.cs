using static TorchSharp.torch;

namespace AsynDGAN.Core.Data.Batches;

/// <summary>Conditions and the images that belong to them, as the networks see them.</summary>
/// <param name="Condition">[N, condition channels, size, size], float32, -1 or 1; for points, of size 1, the one-hot label.</param>
/// <param name="Image">[N, image channels, size, size], float32 in [-1, 1]; points, of size 1, have their own units.</param>
public sealed record PairBatch(Tensor Condition, Tensor Image) : IDisposable
{
    /// <summary>Lets the pair outlive the present dispose scope.</summary>
    public PairBatch DetachFromDisposeScope() => new(Condition.DetachFromDisposeScope(), Image.DetachFromDisposeScope());

    /// <inheritdoc />
    public void Dispose()
    {
        Condition.Dispose();
        Image.Dispose();
    }
}
