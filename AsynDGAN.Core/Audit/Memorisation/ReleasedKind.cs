using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Fidelity;

namespace AsynDGAN.Core.Audit.Memorisation;

/// <summary>The drawings of one kind of masks of a released set.</summary>
/// <param name="Copies">How many are near-copies, as comparisons measure it.</param>
/// <param name="Authenticity">The share that is not nearer to a training image than that is to its nearest of other patients, the mean over patients, and its 95% interval by patient, null for fewer than 5.</param>
/// <param name="Nearest">The nearest pairs, to be looked at.</param>
/// <param name="Run">The name of the run that drew them; null where one run alone is audited.</param>
internal sealed record ReleasedKind(NearCopyRow Copies, (double Share, ConfidenceInterval? Interval) Authenticity, IReadOnlyList<NearestPair> Nearest, string? Run = null)
{
    /// <summary>The share of near-copies that counts as far above chance where there are too few patients for an interval.</summary>
    private const double FarAbove = 5 * NearCopies.Chance;

    /// <summary>Whether more are near-copies than chance gives.</summary>
    public bool IsCopying => Copies.Low is { } low ? low > NearCopies.Chance : Copies.NearCopies > FarAbove;
}
