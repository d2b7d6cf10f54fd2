namespace AsynDGAN.Core.Configuration;

/// <summary>Random changes of a training pair; image, mask and condition are moved alike.</summary>
public sealed record AugmentOptions
{
    [Describe("none, horizontal or both (each with probability one half)")]
    public Flip Flip { get; init; } = Flip.Horizontal;

    [Describe("largest shift as a fraction of the side")]
    [Between(0, 0.5)]
    public double Shift { get; init; }

    [Describe("largest rotation in degrees, either way")]
    [Between(0, 180)]
    public double Rotate { get; init; }

    [Describe("largest change of scale as a fraction, either way")]
    [Between(0, 0.5)]
    public double Scale { get; init; }

    [Describe("of the image alone, the share of the ranges of gamma, 0.7 to 1.3, and of contrast, 0.8 to 1.2; black stays black")]
    [Between(0, 1)]
    public double Intensity { get; init; }

    [Describe("side to which pairs are resized before a random crop to image_size; none where it is left out")]
    [Between(8, 4096)]
    public int? LoadSize { get; init; }
}
