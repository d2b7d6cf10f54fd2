namespace AsynDGAN.Core.Configuration;

/// <summary>What a discriminator's inputs go through.</summary>
public enum DiscriminatorAugment
{
    None,
    Diff,
}
