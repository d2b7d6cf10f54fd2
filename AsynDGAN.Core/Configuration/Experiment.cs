namespace AsynDGAN.Core.Configuration;

/// <summary>One experiment: everything that a YAML configuration says, with the defaults of what it leaves out.</summary>
public sealed record Experiment
{
    [Describe("names the run; its folder is runs/<name>. Default: the configuration file's name, with a dash for what a folder's name may not have")]
    public string Name { get; init; } = "";

    [Describe("every use of randomness derives from it")]
    [Between(0, int.MaxValue)]
    public int Seed { get; init; } = 1;

    [Describe("auto, cpu, cuda or cuda:<n>; auto takes the first GPU where there is one")]
    [Words("auto", "cpu", "cuda")]
    public string Device { get; init; } = "auto";

    public DataOptions Data { get; init; } = new();

    public SiteOptions Sites { get; init; } = new();

    public GeneratorOptions Generator { get; init; } = new();

    public DiscriminatorOptions Discriminator { get; init; } = new();

    public LossOptions Loss { get; init; } = new();

    public BoundaryOptions Boundary { get; init; } = new();

    public TrainingOptions Training { get; init; } = new();

    public SynthesisOptions Synthesis { get; init; } = new();

    public SegmentationOptions Segmentation { get; init; } = new();
}
