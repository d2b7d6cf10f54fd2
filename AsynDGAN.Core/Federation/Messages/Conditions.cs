using AsynDGAN.Core.Data.Batches;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Federation.Messages;

/// <summary>Site to centre: conditions x ~ s_j(x) to draw from.</summary>
public sealed class Conditions
{
    /// <param name="exchange">The exchange that asked for them.</param>
    /// <param name="x">[n, channels, height, width] in [-1, 1]; copied, so that nothing of the site is shared.</param>
    /// <param name="ids">One a condition.</param>
    public Conditions(long exchange, Tensor x, IReadOnlyList<SampleId> ids)
    {
        (Exchange, X, Ids) = (exchange, x.detach().clone(), [.. ids]);
    }

    /// <summary>The exchange that asked for them.</summary>
    public long Exchange { get; }

    /// <summary>[n, channels, height, width] in [-1, 1].</summary>
    public Tensor X { get; }

    /// <summary>Opaque sample and patient numbers, one a condition.</summary>
    public IReadOnlyList<SampleId> Ids { get; }
}
