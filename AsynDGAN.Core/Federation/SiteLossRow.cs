using AsynDGAN.Core.Csv;

namespace AsynDGAN.Core.Federation;

/// <summary>A row of a site's own record of its losses, which it keeps where not all of them cross.</summary>
/// <param name="Step">Steps done, from 1.</param>
/// <param name="Terms">A column each of <see cref="LossTerms.All"/>.</param>
public sealed record SiteLossRow(long Step, IReadOnlyList<double> Terms)
{
    /// <summary>The table.</summary>
    public static CsvLog<SiteLossRow> Log(string path) => new(path, [.. LossTerms.All.Select(term => term.Name)]);
}
