using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>A GAN loss: what is made of each logit z of a discriminator, and then averaged and minimised.</summary>
/// <param name="Real">D's, of real images.</param>
/// <param name="Fake">D's, of fakes.</param>
/// <param name="Generator">G's, of fakes.</param>
/// <param name="HasPenalty">Whether D's loss has the <see cref="GradientPenalty"/> too.</param>
internal sealed record GanTerms(Func<Tensor, Tensor> Real, Func<Tensor, Tensor> Fake, Func<Tensor, Tensor> Generator, bool HasPenalty = false);
