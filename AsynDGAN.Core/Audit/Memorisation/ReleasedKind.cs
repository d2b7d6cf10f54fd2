using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Fidelity;

namespace AsynDGAN.Core.Audit.Memorisation;

/// <summary>The drawings of one kind of masks of a released set.</summary>
/// <param name="Copies">How many are near-copies, as comparisons measure it.</param>
/// <param name="Authenticity">The share that is not nearer to a training image than that is to its nearest of other patients, with its 95% interval by patient.</param>
/// <param name="Nearest">The nearest pairs, to be looked at.</param>
internal sealed record ReleasedKind(NearCopyRow Copies, ConfidenceInterval Authenticity, IReadOnlyList<NearestPair> Nearest);
