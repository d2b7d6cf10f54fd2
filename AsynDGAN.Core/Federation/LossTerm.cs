namespace AsynDGAN.Core.Federation;

/// <summary>The positions of a critique's losses.</summary>
public enum LossTerm
{
    /// <summary>D_j's term on real images, before discriminator_scale.</summary>
    DiscriminatorReal,

    /// <summary>D_j's term on fakes, before discriminator_scale.</summary>
    DiscriminatorFake,

    /// <summary>The gradient penalty of wgan-gp, its weight included; 0 for other losses.</summary>
    GradientPenalty,

    /// <summary>G's adversarial term.</summary>
    Adversarial,

    /// <summary>G's L1 term, lambda_l1 included; 0 without reconstruction.</summary>
    Reconstruction,

    /// <summary>G's perceptual term, lambda_perceptual included; 0 without it.</summary>
    Perceptual,
}
