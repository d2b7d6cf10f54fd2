namespace AsynDGAN.Core.Configuration;

/// <summary>The generator's architecture.</summary>
public enum GeneratorNetwork
{
    // Reflection by 1 inside the blocks asks for two pixels at a quarter of the size.
    [ImageSizes(4, 8)]
    Resnet,

    [ImageSizes(128, 128)]
    Unet128,

    [ImageSizes(256, 256)]
    Unet256,

    [ImageSizes(4, 8)]
    Mlp,
}
