using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Federation;

namespace AsynDGAN.Core.Training;

/// <summary>A row of losses.csv: one site's terms at one step, as they were there.</summary>
/// <param name="Step">Steps done, from 1.</param>
/// <param name="Epoch">Epoch, from 1.</param>
/// <param name="Site">The site's name.</param>
/// <param name="Terms">A column each of those that cross, by <see cref="LossTerms.Crossing(BoundaryLosses)"/>.</param>
/// <param name="LearningRate">Of G and D_j at this step.</param>
public sealed record LossRow(long Step, int Epoch, string Site, IReadOnlyList<double> Terms, double LearningRate)
{
    /// <summary>The table.</summary>
    public static CsvLog<LossRow> Log(string path, BoundaryLosses losses = BoundaryLosses.All) => new(path, [.. LossTerms.Crossing(losses).Select(term => term.Name)]);
}
