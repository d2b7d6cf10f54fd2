using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Reporting;

/// <summary>The sites and how many patients each has, from split.csv.</summary>
internal static class SiteSection
{
    public static Html? Of(RunFolder folder, Experiment experiment)
    {
        if (!File.Exists(folder.Split))
        {
            return null;
        }

        var rows = CsvTable.ReadOwn(folder.Split, ["patient", "institution", "site", "part"]);
        var fold = experiment.Data.Fold;
        var sites = rows.GroupBy(row => row.Fields["site"]).OrderBy(site => site.Key, StringComparer.Ordinal);
        return $"""
            <h2>Sites</h2>
            <div class="scroll"><table>
            <tr><th>site</th><th>institutions</th><th class="number">patients: training</th>{(fold.Of == 1 ? null : (Html)$"""<th class="number">left out (fold {fold.Leave} of {fold.Of})</th>""")}<th class="number">validation</th><th class="number">test</th></tr>
            {Html.Each(sites, site => $"""
                <tr><td>{site.Key}{(experiment.Sites.Sees(site.Key) ? null : " (left out)")}</td><td>{string.Join(", ", site.Select(row => row.Fields["institution"]).Distinct().Order(StringComparer.Ordinal))}</td>
                {Html.Each(Counts(site, fold), count => $"""<td class="number">{count}</td>""")}</tr>

                """)}
            </table></div>
            <p>{Samples(folder)}</p>

            """;
    }

    /// <summary>A site's patients: those that it learns from, where there are folds those left out, and those of the other parts.</summary>
    private static IEnumerable<int> Counts(IEnumerable<CsvRow> site, FoldOptions fold)
    {
        var leftOut = fold.Of == 1 ? 0 : site.Count(row => row.Fields.GetValueOrDefault("fold") == $"{fold.Leave}");
        var counts = new[] { DataPart.Training, DataPart.Validation, DataPart.Test }.Select(part => site.Count(row => SplitFile.PartOf(row) == part)).ToArray();
        return fold.Of == 1 ? counts : [counts[0] - leftOut, leftOut, .. counts[1..]];
    }

    /// <summary>The log's line on the data, which has the numbers of samples.</summary>
    private static string? Samples(RunFolder folder)
    {
        const string Mark = " data: ";
        var line = RunLog.Lines(folder.Log).LastOrDefault(l => l.Contains(Mark, StringComparison.Ordinal));
        return line is null ? null : "In all " + line[(line.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)..] + ".";
    }
}
