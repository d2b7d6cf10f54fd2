using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Data.Sites;

/// <summary>The weights pi_j of sites.</summary>
public static class SiteWeights
{
    /// <summary>n_j / n, or 1 / N for each of N sites.</summary>
    /// <param name="weighting">Which.</param>
    /// <param name="samples">n_j: every site's number of training samples.</param>
    /// <returns>One a site; they sum to 1.</returns>
    public static double[] Of(SiteWeighting weighting, IReadOnlyList<int> samples) => weighting switch
    {
        SiteWeighting.Uniform => [.. samples.Select(_ => 1.0 / samples.Count)],
        SiteWeighting.Proportional => [.. samples.Select(n => n / (double)samples.Sum())],
        _ => throw new ArgumentOutOfRangeException(nameof(weighting), weighting, "no such weighting"),
    };
}
