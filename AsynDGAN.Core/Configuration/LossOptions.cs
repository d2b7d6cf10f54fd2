namespace AsynDGAN.Core.Configuration;

/// <summary>What D_j and G minimise.</summary>
public sealed record LossOptions
{
    [Describe("vanilla (-log D), minimax (log(1 - D), the paper's Eq. 4), lsgan, hinge or wgan-gp")]
    public GanLoss Gan { get; init; } = GanLoss.Vanilla;

    [Describe("l1; feature-matching: the means of D_j's features over a batch's images; or none: the adversarial term alone")]
    public Reconstruction Reconstruction { get; init; } = Reconstruction.L1;

    [Describe("weight of the L1 term")]
    [Between(0)]
    public double LambdaL1 { get; init; } = 100;

    [Describe("weight of feature-matching")]
    [Between(0)]
    public double LambdaFeatures { get; init; } = 10;

    [Describe("weight of the perceptual term: the distance in a VGG-16's feature maps, which perceptual_weights names")]
    [Between(0)]
    public double LambdaPerceptual { get; init; }

    [Describe("VGG-16 trained on ImageNet: safetensors under torchvision's names, or a TorchScript module that returns four maps")]
    public string? PerceptualWeights { get; init; }

    /// <summary>The reconstruction term that G has: none where its weight is 0.</summary>
    public Reconstruction WeighedReconstruction() => Reconstruction switch
    {
        Reconstruction.L1 when LambdaL1 == 0 => Reconstruction.None,
        Reconstruction.FeatureMatching when LambdaFeatures == 0 => Reconstruction.None,
        var own => own,
    };

    [Describe("factor of G's whole loss")]
    [Between(0)]
    public double GeneratorScale { get; init; } = 1;

    [Describe("factor of D_j's loss, the sum of its real and fake terms")]
    [Between(0)]
    public double DiscriminatorScale { get; init; } = 0.5;
}
