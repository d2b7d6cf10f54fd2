using System.Globalization;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Reporting;

/// <summary>How near the fakes of the last preview are to the real images of the same conditions, and to any training image.</summary>
internal static class CopyingSection
{
    public static Html? Of(RunFolder folder)
    {
        if (!File.Exists(folder.Copying))
        {
            return null;
        }

        var rows = CsvTable.ReadOwn(folder.Copying, ["epoch", "site", "part", "images", "correlation", "l1"], mend: folder.HowToCutTables)
            .GroupBy(row => row.Int("epoch")).LastOrDefault();
        if (rows is null)
        {
            return null;
        }

        var sites = rows.GroupBy(row => row.Fields["site"]).ToList();
        return $"""
            <h2>Copying</h2>
            <p>How near what the generator draws is to the real image of the same condition, after epoch {rows.Key}. A correlation far higher on training conditions
            than on validation conditions says that the generator reproduces images it has learned from; then its images are nearly the patients' own.
            {Means(folder)}</p>
            <div class="scroll"><table>
            <tr><th>site</th><th class="number">correlation, training</th><th class="number">validation</th><th class="number">L1 distance, training</th><th class="number">validation</th></tr>
            {Html.Each(sites, site => $"""
                <tr><td>{site.Key}</td>{Cell(site, "training", "correlation")}{Cell(site, "validation", "correlation")}{Cell(site, "training", "l1")}{Cell(site, "validation", "l1")}</tr>

                """)}
            </table></div>
            {NearCopies(rows, sites)}
            """;
    }

    /// <summary>Null where an earlier version wrote the record.</summary>
    private static Html? NearCopies(IEnumerable<CsvRow> rows, IEnumerable<IGrouping<string, CsvRow>> sites) =>
        rows.All(row => row.OptionalDouble("correlation_inside") is null) ? null : (Html)$"""
            <p>The same correlation inside the head (or what else the objects lie upon), away from its outline and without the object, which the condition gives: neither these nor the dark around count; and the share of drawings that are near-copies:
            nearer to one of the site's training images than 5 in 100 of its real images are to those of other patients. 0.05 is chance. Where a site has fewer than {Fidelity.NearCopies.FewestHeldOut}
            images for it, there is none. The nearest pairs are in the run's folder samples/nearest.</p>
            <div class="scroll"><table>
            <tr><th>site</th><th class="number">inside the head, training</th><th class="number">validation</th><th class="number">near-copies, training</th><th class="number">validation</th></tr>
            {Html.Each(sites, site => $"""
                <tr><td>{site.Key}</td>{Cell(site, "training", "correlation_inside")}{Cell(site, "validation", "correlation_inside")}{Cell(site, "training", "near_copies")}{Cell(site, "validation", "near_copies")}</tr>

                """)}
            </table></div>

            """;

    private static Html Cell(IEnumerable<CsvRow> site, string part, string column)
    {
        var value = site.FirstOrDefault(row => row.Fields["part"] == part)?.OptionalDouble(column);
        return value is null ? (Html)$"""<td class="number none">none</td>""" : $"""<td class="number">{value:0.000}</td>""";
    }

    private static string? Means(RunFolder folder) => CopyingRecord.Of([folder.Root]) is { } means
        ? string.Create(CultureInfo.InvariantCulture, $"Over {(means.Sites == means.AllSites ? "all sites" : $"the {means.Sites} of {means.AllSites} sites that have both")} it is {means.Training:0.00} on training{(means.Validation is null ? "" : string.Create(CultureInfo.InvariantCulture, $" and {means.Validation:0.00} on validation"))} conditions.")
        : null;
}
