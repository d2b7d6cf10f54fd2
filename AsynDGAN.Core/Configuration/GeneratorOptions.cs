namespace AsynDGAN.Core.Configuration;

/// <summary>The central generator G.</summary>
public sealed record GeneratorOptions
{
    [Describe("resnet, unet128, unet256, or mlp (points)")]
    public GeneratorNetwork Network { get; init; } = GeneratorNetwork.Resnet;

    [Describe("residual blocks of resnet")]
    [Between(1, 64)]
    public int Blocks { get; init; } = 9;

    [Describe("hidden layers of mlp")]
    [Between(1, 16)]
    public int Layers { get; init; } = 3;

    [Describe("filters of the first layer; of mlp, the units of every hidden layer")]
    [Between(1, 1024)]
    public int Filters { get; init; } = 64;

    [Describe("transposed convolutions double height and width; resize: every pixel twice, then a plain convolution, which leaves no checkerboard")]
    public Upsampling Upsampling { get; init; } = Upsampling.Transposed;

    [Describe("batch, instance or none")]
    public Norm Norm { get; init; } = Norm.Instance;

    [Describe("probability of dropout inside the blocks; 0: no such layer")]
    [Between(0, 0.95)]
    public double Dropout { get; init; }

    [Describe("channels of standard normal noise joined to the condition, so that one mask gives several images")]
    [Between(0, 64)]
    public int NoiseChannels { get; init; }

    [Describe("initial weights: normal, xavier, kaiming or orthogonal")]
    public Initialisation Init { get; init; } = Initialisation.Normal;

    [Describe("deviation of normal, gain of xavier and orthogonal")]
    [Between(0, 10)]
    public double InitGain { get; init; } = 0.02;

    [Describe("decay of an exponential moving average of G's weights, used by sheets and synthesis; 0: off")]
    [Between(0, 0.99999)]
    public double Average { get; init; }
}
