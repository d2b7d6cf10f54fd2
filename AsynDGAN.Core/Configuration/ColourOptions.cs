namespace AsynDGAN.Core.Configuration;

/// <summary>Colour normalisation; every site normalises its own images, one by one.</summary>
public sealed record ColourOptions
{
    [Describe("none, or reinhard: each image gets the target's mean and deviation in every channel of CIE Lab")]
    public ColourMethod Method { get; init; } = ColourMethod.None;

    [Describe("for method: reinhard, six constants that every site knows: the means of L, a and b, then their deviations")]
    [Between(-200, 200)]
    public IReadOnlyList<double> Target { get; init; } = [];
}
