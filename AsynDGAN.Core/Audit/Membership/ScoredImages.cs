namespace AsynDGAN.Core.Audit.Membership;

/// <summary>What an attack makes of images: the higher a score, the more it takes the image for one that was trained on.</summary>
public sealed class ScoredImages
{
    /// <param name="scores">One an image, finite.</param>
    /// <param name="patients">Whose image each is.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a score is not finite.</exception>
    public ScoredImages(IReadOnlyList<double> scores, IReadOnlyList<string> patients)
    {
        if (scores.Count != patients.Count || !scores.All(double.IsFinite))
        {
            throw new ArgumentException($"{scores.Count} scores and {patients.Count} patients do not belong together, or a score is not finite");
        }

        Scores = scores;
        ByPatient = [.. scores.Zip(patients).GroupBy(image => image.Second, image => image.First, StringComparer.Ordinal).OrderBy(patient => patient.Key, StringComparer.Ordinal).Select(patient => patient.ToArray())];
    }

    /// <summary>All scores.</summary>
    public IReadOnlyList<double> Scores { get; }

    /// <summary>The scores of each patient's images, the patients by name.</summary>
    public IReadOnlyList<double[]> ByPatient { get; }
}
