namespace AsynDGAN.Core.Configuration;

/// <summary>The generator's architecture.</summary>
public enum GeneratorNetwork
{
    Resnet,
    Unet128,
    Unet256,
    Mlp,
}
