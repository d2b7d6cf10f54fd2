using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Federation;

/// <summary>What a site must know of the run.</summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Discriminator">What D_j is and what its inputs go through.</param>
/// <param name="Loss">What D_j and G minimise.</param>
/// <param name="Training">Batch size, optimizer and discriminator steps.</param>
/// <param name="LearningRate">The learning rate of a step of G, counted from 0.</param>
public sealed record SiteSettings(
    int Seed, DiscriminatorOptions Discriminator, LossOptions Loss, TrainingOptions Training, Func<long, double> LearningRate)
{
    /// <summary>The last step of G, counted from 1, which is recorded as those at every log_every are; null: the others alone.</summary>
    public long? LastStep { get; init; }

    /// <summary>What of its losses crosses.</summary>
    public BoundaryOptions Boundary { get; init; } = new();
}
