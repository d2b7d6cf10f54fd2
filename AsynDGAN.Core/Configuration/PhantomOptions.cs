namespace AsynDGAN.Core.Configuration;

/// <summary>The embedded data: heads with tumours or vessels, generated from a constant: they are the same whatever the seed.</summary>
public sealed record PhantomOptions
{
    [Describe("number of institutions; they differ in the size and place of the tumours")]
    [Between(1, 64)]
    public int Institutions { get; init; } = 4;

    [Describe("patients an institution")]
    [Between(1, 10000)]
    public int Patients { get; init; } = 10;

    [Describe("slices a patient")]
    [Between(1, 1000)]
    public int Slices { get; init; } = 4;

    [Describe("tumour, or vessels: branching lines, one to three pixels wide in pictures of 96x96")]
    public PhantomObject Object { get; init; } = PhantomObject.Tumour;

    [Describe("shared: one scanner's grey values everywhere; varied: each institution has its own")]
    public PhantomStyle Style { get; init; } = PhantomStyle.Shared;
}
