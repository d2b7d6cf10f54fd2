using static TorchSharp.torch;

namespace AsynDGAN.Core.Federation.Messages;

/// <summary>Centre to site: the fakes G(x) drawn for the site's conditions.</summary>
public sealed class Synthetic
{
    /// <param name="exchange">The exchange whose conditions they were drawn for.</param>
    /// <param name="images">[n, channels, height, width] in [-1, 1], or points of one pixel in their own units; copied, without G's graph.</param>
    /// <param name="wantsCritique">Whether the centre waits for a critique.</param>
    public Synthetic(long exchange, Tensor images, bool wantsCritique)
    {
        (Exchange, Images, WantsCritique) = (exchange, images.detach().clone(), wantsCritique);
    }

    /// <summary>The exchange whose conditions they were drawn for.</summary>
    public long Exchange { get; }

    /// <summary>[n, channels, height, width] in [-1, 1].</summary>
    public Tensor Images { get; }

    /// <summary>Whether the centre waits for a critique; without one only D_j is updated.</summary>
    public bool WantsCritique { get; }
}
