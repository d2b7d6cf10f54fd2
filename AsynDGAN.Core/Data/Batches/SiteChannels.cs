using static TorchSharp.torch;

namespace AsynDGAN.Core.Data.Batches;

/// <summary>
/// The channels of a condition that name its site: the own site's shows the ground, which is where no other channel of the
/// condition is inside; those of the other sites show nothing. A channel that were 1 everywhere would name the site to no
/// network with instance norm, which takes away each map's mean.
/// </summary>
internal static class SiteChannels
{
    /// <param name="masks">[n, channels, height, width] of -1 and 1: the condition's other channels.</param>
    /// <param name="own">[n, sites] of bool: the site of each.</param>
    /// <returns>[n, sites, height, width] of -1 and 1, float32, in the present dispose scope.</returns>
    public static Tensor Of(Tensor masks, Tensor own)
    {
        using var scope = NewDisposeScope();
        var ground = (masks > 0).any(1, keepdim: true).logical_not();
        return (own.unsqueeze(2).unsqueeze(3) & ground).to(ScalarType.Float32).mul_(2).sub_(1).MoveToOuterDisposeScope();
    }
}
