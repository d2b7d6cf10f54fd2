namespace AsynDGAN.Core.Configuration;

/// <summary>The discriminators' architecture.</summary>
public enum DiscriminatorNetwork
{
    Patch,
    Pixel,
    Mlp,
}
