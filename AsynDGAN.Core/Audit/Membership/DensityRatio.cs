using AsynDGAN.Core.Fidelity;

namespace AsynDGAN.Core.Audit.Membership;

/// <summary>
/// The attack DOMIAS (van Breugel, Sun, Qian and van der Schaar, AISTATS 2023): where the released set is denser than the patients
/// at large are, its generator has seen an image. The score is the logarithm of the ratio of both densities.
/// </summary>
/// <remarks>
/// Densities are taken of the first <see cref="Components"/> principal components of features' z-scores, fitted on both sets together:
/// with as few patients as a reference has, a density of more tells nothing.
/// </remarks>
internal sealed class DensityRatio
{
    /// <summary>Components at most.</summary>
    public const int Components = 5;

    private readonly FeatureScale scale;
    private readonly KernelDensity ofReleased, ofReference;

    /// <param name="released">Features of the released set, at least two images.</param>
    /// <param name="reference">Features of images of patients of whom none is scored, at least two.</param>
    public DensityRatio(FeatureSet released, FeatureSet reference)
    {
        scale = FeatureScale.Of(new FeatureSet(
            [.. released.Values, .. reference.Values], [.. Enumerable.Repeat("", released.Count + reference.Count)]));
        (ofReleased, ofReference) = (new KernelDensity(Reduced(released)), new KernelDensity(Reduced(reference)));
    }

    /// <summary>The scores of some images.</summary>
    public double[] Of(FeatureSet images) => [.. Reduced(images).Values.Select(features => ofReleased.LogAt(features) - ofReference.LogAt(features))];

    private FeatureSet Reduced(FeatureSet set)
    {
        var components = scale.Apply(set);
        return new FeatureSet([.. components.Values.Select(row => row[..Math.Min(Components, row.Length)])], [.. components.OwnerOf.Select(owner => components.Patients[owner])]);
    }
}
