namespace AsynDGAN.Core.Configuration;

/// <summary>
/// The paper's synthetic data: y given the component x = j is normal, and site j holds the pairs of its component. The
/// paper writes N(-3, 2), N(1, 1) and N(3, 0.5) without saying what the second number is.
/// </summary>
public sealed record GaussianOptions
{
    [Describe("the components of y, a site each: mean and second number, in one dimension")]
    [Between(-1000, 1000)]
    public IReadOnlyList<IReadOnlyList<double>> Components { get; init; } = [[-3, 2], [1, 1], [3, 0.5]];

    [Describe("what a component's second number is, deviation or variance; the paper does not say")]
    public SecondNumber Second { get; init; } = SecondNumber.Deviation;

    [Describe("shares of the components, in any unit; empty: equal")]
    [Between(0)]
    public IReadOnlyList<double> Weights { get; init; } = [];

    [Describe("label (x is the component, one-hot) or withheld (the condition has no channel: G draws from noise alone)")]
    public GaussianCondition Condition { get; init; } = GaussianCondition.Label;

    [Describe("so many components on a circle in the plane (radius 4, deviation 0.5), instead of the list; null: the list")]
    [Between(2, 1000)]
    public int? Ring { get; init; }

    [Describe("training samples of all components together, about: each component's share is rounded by itself")]
    [Between(1, 10000000)]
    public int Samples { get; init; } = 10000;

    /// <summary>The standard deviation of one of <see cref="Components"/>, whichever its second number is.</summary>
    public double Deviation(IReadOnlyList<double> component) => Second switch
    {
        SecondNumber.Deviation => component[1],
        SecondNumber.Variance => Math.Sqrt(component[1]),
        _ => throw new ArgumentOutOfRangeException(nameof(component), Second, "no such second number"),
    };
}
