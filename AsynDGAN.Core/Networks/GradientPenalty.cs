using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>The penalty of wgan-gp (Gulrajani et al. 2017, arXiv 1704.00028, Eq. 3).</summary>
public static class GradientPenalty
{
    /// <summary>The weight of the paper.</summary>
    public const double Weight = 10;

    /// <summary>
    /// 10 * mean_i (||g_i + 1e-16|| - 1)^2, where g_i is the gradient of D's summed logits at
    /// alpha_i * real_i + (1 - alpha_i) * fake_i.
    /// </summary>
    /// <param name="discriminator">D; every sample's logits must depend on that sample alone, as they do without batch norm.</param>
    /// <param name="real">[N, ...]: D's whole input, condition included.</param>
    /// <param name="fake">As real; no gradient flows into it.</param>
    /// <param name="alpha">N numbers between 0 and 1, uniform in the paper.</param>
    /// <returns>A scalar whose gradient flows into D's parameters.</returns>
    public static Tensor Of(nn.Module<Tensor, Tensor> discriminator, Tensor real, Tensor fake, Tensor alpha)
    {
        using var scope = NewDisposeScope();
        var share = alpha.reshape([real.shape[0], .. Enumerable.Repeat(1L, (int)real.dim() - 1)]);
        var input = (share * real + (1 - share) * fake).detach().requires_grad_();
        var logits = discriminator.call(input);
        var gradient = autograd.grad([logits.sum()], [input], create_graph: true, retain_graph: true)[0];
        var norms = (gradient.flatten(1) + 1e-16).norm(1);
        return (Weight * (norms - 1).square().mean()).MoveToOuterDisposeScope();
    }
}
