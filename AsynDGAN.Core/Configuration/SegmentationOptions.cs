namespace AsynDGAN.Core.Configuration;

/// <summary>The downstream segmentation network and its training, the same for every row of the comparison.</summary>
public sealed record SegmentationOptions
{
    [Describe("filters of the U-Net's first level; each level below has twice as many")]
    [Between(1, 512)]
    public int Filters { get; init; } = 16;

    [Describe("levels of the U-Net; images are padded to a multiple of 2^(depth - 1)")]
    [Between(2, 8)]
    public int Depth { get; init; } = 4;

    [Describe("batch, instance or none")]
    public Norm Norm { get; init; } = Norm.Batch;

    [Describe("probability of dropout at the lowest level")]
    [Between(0, 0.95)]
    public double Dropout { get; init; }

    [Describe("optimizer steps of every row")]
    [Between(1, 10000000)]
    public int Steps { get; init; } = 600;

    [Describe("images a step")]
    [Between(1, 4096)]
    public int BatchSize { get; init; } = 16;

    [Describe("Adam's learning rate at the start; it falls to 0 by a half cosine")]
    [Between(0, 1)]
    public double LearningRate { get; init; } = 0.003;

    [Describe("none, flip, or full (flips, small rotations, gamma, contrast and noise)")]
    public SegmentationAugment Augment { get; init; } = SegmentationAugment.None;

    [Describe("merged (one class), or for sources of nuclei ternary: inside, boundary and outside, so that touching nuclei come apart")]
    public SegmentationClasses Classes { get; init; } = SegmentationClasses.Merged;

    [Describe("for classes: ternary, how much more than the other classes the boundary counts in the cross-entropy")]
    [Between(0, 1000)]
    public double BoundaryWeight { get; init; } = 1;

    [Describe("every row is trained once a seed, whatever the run's seed")]
    [Between(0, int.MaxValue)]
    public IReadOnlyList<int> Seeds { get; init; } = [1];

    [Describe("training images of every row: all, or cut to a number, or to the smallest that a row of the table has on that split, by chance, spread over sites")]
    [Between(1, int.MaxValue)]
    public RowCut Images { get; init; }

    public FedAvgOptions Fedavg { get; init; } = new();
}
