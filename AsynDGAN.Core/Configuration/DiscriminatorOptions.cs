namespace AsynDGAN.Core.Configuration;

/// <summary>The sites' discriminators D_j.</summary>
public sealed record DiscriminatorOptions
{
    [Describe("patch (PatchGAN), pixel (1x1), or mlp (points)")]
    public DiscriminatorNetwork Network { get; init; } = DiscriminatorNetwork.Patch;

    [Describe("layers of patch, hidden layers of mlp")]
    [Between(1, 5)]
    public int Layers { get; init; } = 3;

    [Describe("filters of the first layer; of mlp, the units of every hidden layer")]
    [Between(1, 1024)]
    public int Filters { get; init; } = 64;

    [Describe("batch, instance or none")]
    public Norm Norm { get; init; } = Norm.Instance;

    [Describe("divides each weight of patch by its largest singular value")]
    public bool SpectralNorm { get; init; }

    [Describe("none, or diff: differentiable augmentation of real and fake alike, inside the site")]
    public DiscriminatorAugment Augment { get; init; } = DiscriminatorAugment.None;

    [Describe("initial weights: normal, xavier, kaiming or orthogonal")]
    public Initialisation Init { get; init; } = Initialisation.Normal;

    [Describe("deviation of normal, gain of xavier and orthogonal")]
    [Between(0, 10)]
    public double InitGain { get; init; } = 0.02;
}
