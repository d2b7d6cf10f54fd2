namespace AsynDGAN.Core.Configuration;

/// <summary>What crosses between the sites and the centre, and in which numbers.</summary>
public sealed record BoundaryOptions
{
    [Describe("all, or fakes: loss terms that are functions of real images stay at the site, in its own record")]
    public BoundaryLosses Losses { get; init; } = BoundaryLosses.All;

    [Describe("float32, or float16 or bfloat16 with one power-of-two scale a message: conditions, fakes and gradients as they cross")]
    public ElementType ElementType { get; init; } = ElementType.Float32;

    [Describe("whether a condition's plane of two values crosses as bits, which loses nothing")]
    public bool PackConditions { get; init; }
}
