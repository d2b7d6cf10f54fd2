using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Diagnosis;

/// <summary>A kind of network, small.</summary>
/// <param name="Name">In words.</param>
/// <param name="Make">Makes it on the CPU, with the same weights at every call.</param>
/// <param name="InputShape">[N, C, H, W].</param>
internal sealed record NetworkKind(string Name, Func<nn.Module<Tensor, Tensor>> Make, long[] InputShape)
{
    private const int Filters = 8;

    /// <summary>Every generator, discriminator and segmentation network, with each norm that it may have where that changes how it computes.</summary>
    public static IReadOnlyList<NetworkKind> All { get; } =
    [
        Generator("generator resnet, instance norm", GeneratorNetwork.Resnet, Norm.Instance, 32),
        Generator("generator resnet, batch norm", GeneratorNetwork.Resnet, Norm.Batch, 32),
        Generator("generator resnet, no norm", GeneratorNetwork.Resnet, Norm.None, 32),
        Generator("generator resnet, resized", GeneratorNetwork.Resnet, Norm.Instance, 32, Upsampling.Resize),
        Generator("generator unet128", GeneratorNetwork.Unet128, Norm.None, 128),
        Generator("generator unet128, resized", GeneratorNetwork.Unet128, Norm.None, 128, Upsampling.Resize),
        Generator("generator unet256", GeneratorNetwork.Unet256, Norm.None, 256),
        Generator("generator mlp", GeneratorNetwork.Mlp, Norm.None, 1),
        Discriminator("discriminator patch, instance norm", DiscriminatorNetwork.Patch, Norm.Instance, 64),
        Discriminator("discriminator patch, batch norm", DiscriminatorNetwork.Patch, Norm.Batch, 64),
        Discriminator("discriminator patch, spectral norm", DiscriminatorNetwork.Patch, Norm.None, 64, spectral: true),
        Discriminator("discriminator pixel", DiscriminatorNetwork.Pixel, Norm.Instance, 32),
        Discriminator("discriminator mlp", DiscriminatorNetwork.Mlp, Norm.None, 1),
        new("segmentation U-Net", () => Initialised(new SegmentationUNet(1, 2, Filters, 3, Norm.Batch, 0)), [2, 1, 32, 32]),
    ];

    private static NetworkKind Generator(string name, GeneratorNetwork network, Norm norm, long size, Upsampling upsampling = Upsampling.Transposed) => new(
        name, () => GeneratorFactory.Create(new GeneratorOptions { Network = network, Norm = norm, Upsampling = upsampling, Filters = Filters, Blocks = 2, Init = Initialisation.Kaiming }, 2, 1, new Generator(1)), [2, 2, size, size]);

    private static NetworkKind Discriminator(string name, DiscriminatorNetwork network, Norm norm, long size, bool spectral = false) => new(
        name,
        () => DiscriminatorFactory.Create(
            new DiscriminatorOptions { Network = network, Norm = norm, Filters = Filters, Layers = 2, SpectralNorm = spectral, Init = Initialisation.Kaiming }, 3, new Generator(1)),
        [2, 3, size, size]);

    private static nn.Module<Tensor, Tensor> Initialised(nn.Module<Tensor, Tensor> network)
    {
        Initialiser.Apply(network, Initialisation.Kaiming, 0.02, new Generator(1));
        return network;
    }
}
