namespace AsynDGAN.Core.Comparison.Gaussian;

/// <summary>The points of a run with what they came to.</summary>
/// <param name="Sample">The points.</param>
/// <param name="Score">How near they are to their mixture.</param>
/// <param name="Components">The same of each component.</param>
internal sealed record ScoredSample(DrawnSample Sample, SampleScore Score, IReadOnlyList<ComponentScore> Components)
{
    /// <summary>The scores of some points.</summary>
    public static ScoredSample Of(DrawnSample sample)
    {
        var components = ComponentScore.Of(sample);
        return new ScoredSample(sample, SampleScore.Of(sample, components), components);
    }
}
