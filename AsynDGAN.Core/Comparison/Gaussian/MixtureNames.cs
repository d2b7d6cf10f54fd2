using System.Globalization;
using AsynDGAN.Core.Mixture;

namespace AsynDGAN.Core.Comparison.Gaussian;

/// <summary>
/// What tells the rows of one label apart whose runs are of different mixtures: a number where several mixtures have as many
/// components, which are else told apart by that.
/// </summary>
/// <param name="all">The mixtures of all runs.</param>
internal sealed class MixtureNames(IEnumerable<GaussianMixture> all)
{
    private readonly IReadOnlyList<GaussianMixture> mixtures = [.. all.DistinctBy(mixture => mixture.Text)];

    /// <summary>What each number stands for, a line each.</summary>
    public IEnumerable<string> Lines => Numbered.Select((mixture, i) =>
        $"Mixture {i + 1}: weights {string.Join(" : ", mixture.Components.Select(c => N(c.Weight)))}, means {string.Join(", ", mixture.Components.Select(c => c.Mean.Count == 1 ? N(c.Mean[0]) : $"({string.Join(", ", c.Mean.Select(N))})"))}, "
        + $"deviations {string.Join(", ", mixture.Components.Select(c => N(c.Deviation)))}.");

    private GaussianMixture[] Numbered => [.. mixtures.GroupBy(mixture => mixture.Components.Count).Where(several => several.Count() > 1).SelectMany(several => several)];

    /// <summary>What follows a label where the number of components stands beside it.</summary>
    public string Number(GaussianMixture mixture) =>
        Array.FindIndex(Numbered, one => one.Text == mixture.Text) is >= 0 and var place ? $", mixture {place + 1}" : "";

    /// <summary>What follows it where it stands alone.</summary>
    public string Whole(GaussianMixture mixture) =>
        $"{(mixtures.DistinctBy(one => one.Components.Count).Count() > 1 ? $", components: {mixture.Components.Count}" : "")}{Number(mixture)}";

    private static string N(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
