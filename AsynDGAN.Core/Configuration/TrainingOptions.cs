namespace AsynDGAN.Core.Configuration;

/// <summary>The loop: batches, length, optimizers, and how often something is written.</summary>
public sealed record TrainingOptions
{
    [Describe("images a site and step")]
    [Between(1, 4096)]
    public int BatchSize { get; init; } = 1;

    [Describe("epochs at the full learning rate; an epoch is as many steps as the largest site needs to be seen once")]
    [Between(0, 1000000)]
    public int Epochs { get; init; } = 100;

    [Describe("epochs of linear decay after them")]
    [Between(0, 1000000)]
    public int DecayEpochs { get; init; } = 100;

    [Describe("steps in all, instead of the two epoch counts; the rate decays over the second half")]
    [Between(1, int.MaxValue)]
    public int? Steps { get; init; }

    [Describe("Adam's learning rate, of G and of every D_j")]
    [Between(0, 1)]
    public double LearningRate { get; init; } = 0.0002;

    [Describe("Adam's beta1")]
    [Between(0, 0.9999)]
    public double Beta1 { get; init; } = 0.5;

    [Describe("Adam's beta2")]
    [Between(0, 0.999999)]
    public double Beta2 { get; init; } = 0.999;

    [Describe("updates of each D_j a step of G, each on fakes of its own")]
    [Between(1, 100)]
    public int DiscriminatorSteps { get; init; } = 1;

    [Describe("sites whose conditions pass G together; auto: by the image's size and the device; memory grows with it")]
    [Auto]
    [Between(1, 4096)]
    public int? Group { get; init; }

    [Describe("the numbers in which networks multiply, in every command: auto is tf32 (about 1e-3 less exact) on a GPU that has it, else float32")]
    public Precision Precision { get; init; } = Precision.Auto;

    [Describe("whether a GPU records a step's work once and replays it; auto: where it can; a CPU records nothing")]
    public StepRecord Record { get; init; } = StepRecord.Auto;

    [Describe("steps between rows of losses.csv")]
    [Between(1, int.MaxValue)]
    public int LogEvery { get; init; } = 20;

    [Describe("epochs between checkpoints")]
    [Between(1, int.MaxValue)]
    public int CheckpointEvery { get; init; } = 10;

    [Describe("epochs between sample sheets")]
    [Between(1, int.MaxValue)]
    public int SamplesEvery { get; init; } = 5;

    [Describe("whether losses and sheets are also written as TensorBoard's events, in the run's folder")]
    public bool Tensorboard { get; init; } = true;
}
