namespace AsynDGAN.Core.Training;

/// <summary>A row of losses.csv: one site's terms at one step, as they were there.</summary>
/// <param name="Step">Steps done, from 1.</param>
/// <param name="Epoch">Epoch, from 1.</param>
/// <param name="Site">The site's name.</param>
/// <param name="DiscriminatorReal">D_j's term on real images, before discriminator_scale.</param>
/// <param name="DiscriminatorFake">D_j's term on fakes, before discriminator_scale.</param>
/// <param name="GradientPenalty">The penalty of wgan-gp; 0 for other losses.</param>
/// <param name="Adversarial">G's adversarial term.</param>
/// <param name="Reconstruction">G's L1 term, lambda_l1 included.</param>
/// <param name="Perceptual">G's perceptual term, lambda_perceptual included; 0 without it.</param>
/// <param name="LearningRate">Of G and D_j at this step.</param>
public sealed record LossRow(
    long Step, int Epoch, string Site, double DiscriminatorReal, double DiscriminatorFake, double GradientPenalty,
    double Adversarial, double Reconstruction, double Perceptual, double LearningRate);
