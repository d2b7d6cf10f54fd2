using static TorchSharp.torch;

namespace AsynDGAN.Core.Federation.Messages;

/// <summary>Site to centre: the gradient of the site's generator loss at the fakes, and the loss terms.</summary>
public sealed class Critique
{
    /// <param name="exchange">The exchange of the fakes.</param>
    /// <param name="gradient">dL_j/dG(x), shaped like the fakes; copied.</param>
    /// <param name="losses">One value a term that crosses, unweighted by pi_j; copied.</param>
    public Critique(long exchange, Tensor gradient, Tensor losses)
    {
        (Exchange, Gradient, Losses) = (exchange, gradient.detach().clone(), losses.detach().clone());
    }

    /// <summary>The exchange of the fakes.</summary>
    public long Exchange { get; }

    /// <summary>[n, channels, height, width], as the fakes: dL_j/dG(x).</summary>
    public Tensor Gradient { get; }

    /// <summary>[terms]: the site's loss terms that cross, in the order of <see cref="LossTerms.All"/>, on the device.</summary>
    public Tensor Losses { get; }
}
