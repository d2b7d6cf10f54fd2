namespace AsynDGAN.Core.Configuration;

/// <summary>How stored grey values become [-1, 1].</summary>
public sealed record NormaliseOptions
{
    [Describe("volume, slice (the statistics' extent) or range (the data type's whole range, no statistics)")]
    public NormaliseBy By { get; init; } = NormaliseBy.Volume;

    [Describe("what becomes white: median (white times the foreground's median) or percentile (the high one)")]
    public NormaliseTo To { get; init; } = NormaliseTo.Median;

    [Describe("percentile of the foreground that becomes black, for to: percentile (of colour pictures 0 does, so that hues stay)")]
    [Between(0, 100)]
    public double Low { get; init; }

    [Describe("percentile of the foreground that becomes white, for to: percentile")]
    [Between(0, 100)]
    public double High { get; init; } = 99.5;

    [Describe("white in units of the foreground's median, for to: median")]
    [Between(1, 100)]
    public double White { get; init; } = 2.6;
}
