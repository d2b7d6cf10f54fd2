using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Reporting;

/// <summary>The loss terms over the steps, a line a site.</summary>
internal static class LossSection
{
    // Single steps see one image a site, so a point is a mean of several.
    private const int Points = 100;

    private static readonly (string Column, string Title)[] Terms =
        [.. LossTerms.OfGenerator.Concat(LossTerms.OfDiscriminator).Select(term => (CsvColumn.SnakeCase(term.Name), term.Title))];

    public static Html? Of(RunFolder folder)
    {
        if (!File.Exists(folder.Losses))
        {
            return null;
        }

        // A run made before there was a term of G has no column of it, nor has one whose sites keep the terms of real images.
        var rows = CsvTable.ReadOwn(folder.Losses, ["step", "site", .. LossTerms.Crossing(BoundaryLosses.Fakes).Select(term => CsvColumn.SnakeCase(term.Name))], mend: folder.HowToCutTables);
        var terms = Terms.Where(term => rows.All(row => row.Fields.ContainsKey(term.Column)));
        var sites = rows.GroupBy(row => row.Fields["site"]).ToList();
        var plots = terms.Select(term => (term.Title, Lines: Lines(sites, term.Column)))
            .Where(plot => plot.Lines.Any(line => line.Y.Any(y => y != 0)))
            .Select(plot => Html.Picture(LinePlot.Render(plot.Title, "step", plot.Lines), $"Loss of the {plot.Title}, by site, over the steps"))
            .ToList();
        var kept = rows.Count > 0 && !rows[0].Fields.ContainsKey(CsvColumn.SnakeCase(LossTerms.OfDiscriminator[0].Name));
        return plots.Count == 0 ? null : (Html)$"""
            <h2>Losses</h2>
            <p>Terms as the sites report them: the reconstruction and the perceptual term with their weights, the discriminators' before theirs. A point is the mean over a hundredth of the run, where that holds several logged steps.{(kept ? " Terms that are functions of real images did not cross (boundary.losses: fakes); the sites' own records, in sites/, have them." : "")}</p>
            <div class="pair">{plots}</div>

            """;
    }

    private static IReadOnlyList<PlotLine> Lines(IEnumerable<IGrouping<string, CsvRow>> sites, string column) =>
    [
        .. sites.Select(site =>
        {
            var points = site.Chunk((site.Count() + Points - 1) / Points).Select(chunk => (
                X: chunk.Average(row => row.Long("step")), Y: chunk.Average(row => row.Double(column)))).ToList();
            return new PlotLine(site.Key, [.. points.Select(p => p.X)], [.. points.Select(p => p.Y)]);
        }),
    ];
}
