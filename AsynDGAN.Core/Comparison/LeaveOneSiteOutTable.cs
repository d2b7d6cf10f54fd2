using System.Globalization;
using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;

namespace AsynDGAN.Core.Comparison;

/// <summary>
/// Networks that were trained without a site, on that site's patients, beside those that were trained with it: made of the
/// tables of the comparison and of those without each site.
/// </summary>
public static class LeaveOneSiteOutTable
{
    /// <summary>What lines call the mean of the sites.</summary>
    public const string Mean = "mean of sites";

    private const string FileName = "leave-one-site-out";

    /// <summary>What it is written to: it goes when the tables that it was made of are written anew.</summary>
    internal static readonly string[] Files = [FileName + ".csv", FileName + ".md"];

    /// <summary>The name of the folder, below the comparison's, of the tables without a site.</summary>
    public static string FolderOf(string site) => "without-" + RunFolder.FileName(site);

    /// <summary>Sums up and writes leave-one-site-out.csv and leave-one-site-out.md beside the tables of all sites.</summary>
    /// <param name="folder">The comparison's folder, with the tables of all sites and of each left out.</param>
    /// <param name="whole">The name of the folder of the tables of all sites.</param>
    /// <param name="sites">The sites that were left out, one at a time.</param>
    /// <returns>The table, in Markdown.</returns>
    /// <exception cref="UserException">A file of the tables is damaged or not there, or a file cannot be written.</exception>
    public static string Write(string folder, string whole, IReadOnlyList<string> sites)
    {
        var tables = Path.Combine(folder, whole);
        var with = CsvRecords.Read<PatientScore>(Path.Combine(tables, "patients.csv"));
        var rows = Of([.. sites.Select(site => (
            site,
            CsvRecords.Read<PatientScore>(Path.Combine(folder, FolderOf(site), "patients.csv")),
            CsvRecords.Read<PatientScore>(Path.Combine(folder, FolderOf(site), StudyTables.AllPatients))))], with);
        var text = Text(rows);
        FolderKind.Comparison.Add(tables, whole =>
        {
            new CsvLog<LeaveOneSiteOutRow>(Path.Combine(whole, FileName + ".csv")).Replace(rows);
            AtomicFile.WriteText(Path.Combine(whole, FileName + ".md"), Markdown(text));
        });
        return Markdown(text);
    }

    /// <summary>The table beside a comparison's tables, to be read; null where there is none.</summary>
    /// <exception cref="UserException">The file is damaged.</exception>
    internal static (TextTable Table, string Note)? Read(string tables) => Path.Combine(tables, FileName + ".csv") is var file && File.Exists(file)
        ? Text(CsvRecords.Read<LeaveOneSiteOutRow>(file))
        : null;

    /// <summary>The lines: of each site those without it, then those with it; then the means of the sites, of rows that each site has.</summary>
    /// <param name="sites">Each site, with the scores of networks that were trained without it: of the part's patients, and of all.</param>
    /// <param name="with">The scores of the comparison of all sites.</param>
    internal static IReadOnlyList<LeaveOneSiteOutRow> Of(
        IReadOnlyList<(string Site, IReadOnlyList<PatientScore> Part, IReadOnlyList<PatientScore> All)> sites, IReadOnlyList<PatientScore> with)
    {
        var lines = sites.SelectMany(site =>
        {
            string[] rows = [.. site.Part.Select(score => score.Row).Distinct()];
            string[] references = [.. rows, new ComparisonRow(RowKind.RealSubset, site.Site).Name];
            return rows.Select(row => Line(site.Site, row, without: true, site.Part, site.All))
                .Concat(references.Select(row => Line(site.Site, row, without: false, with, []))).OfType<LeaveOneSiteOutRow>();
        }).ToList();
        var means = lines.GroupBy(line => (Row: NameOf(line), line.Without)).Where(group => group.Count() == sites.Count && sites.Count > 1).Select(group => new LeaveOneSiteOutRow(
            Mean, group.Key.Row, group.Key.Without, group.Sum(line => line.Patients), group.Average(line => line.Dice), null, null,
            group.Sum(line => line.AllPatients), group.Average(line => line.AllDice), null, null));
        return [.. lines, .. means];
    }

    // Of the rows Real-Subset-SITE.
    private const string OwnImages = "Real-Subset of the site itself";

    private static string NameOf(LeaveOneSiteOutRow line) => line.Row == new ComparisonRow(RowKind.RealSubset, line.Site).Name ? OwnImages : line.Row;

    private static LeaveOneSiteOutRow? Line(string site, string row, bool without, IReadOnlyList<PatientScore> part, IReadOnlyList<PatientScore> all)
    {
        var (ofPart, ofAll) = (Dice(part), Dice(all));
        return ofPart.Count == 0 ? null : new LeaveOneSiteOutRow(
            site, row, without, ofPart.Count, ofPart.Values.Average(), TableRow.Interval(ofPart)?.Lower, TableRow.Interval(ofPart)?.Upper,
            ofAll.Count, ofAll.Count == 0 ? null : ofAll.Values.Average(), TableRow.Interval(ofAll)?.Lower, TableRow.Interval(ofAll)?.Upper);

        SortedDictionary<string, double> Dice(IEnumerable<PatientScore> scores) =>
            TableRow.PerPatient(scores.Where(score => score.Site == site && score.Row == row), score => score.DiceKeptSlices);
    }

    private static (TextTable, string) Text(IReadOnlyList<LeaveOneSiteOutRow> rows) => (
        new TextTable(
            ["tested on", "training set", "trained", "patients", "Dice, mean over patients [95%]", "all its patients", "Dice of all [95%]"],
            [
                .. rows.Select(row => new[]
                {
                    row.Site, NameOf(row), row.Without ? "without the site" : "with the site", $"{row.Patients}", Dice(row, row.Dice, row.DiceLow, row.DiceHigh),
                    row.AllDice is null ? "" : $"{row.AllPatients}", row.AllDice is { } dice ? Dice(row, dice, row.AllDiceLow, row.AllDiceHigh) : "",
                }),
            ])
        {
            Names = 2,
        },
        "Networks that were trained without a site (GAN, drawings and segmentation), on that site's patients, beside those of the comparison of all sites on the same patients. "
            + "Without the site all of its patients are unseen ones, and the last columns are of all of them; with it, those of the tested part are. The last lines are means of the sites' means.");

    private static string Markdown((TextTable Table, string Note) text) => $"{text.Table.Markdown()}\n{text.Note}\n";

    /// <summary>Means of sites are of no patients, and have no interval.</summary>
    private static string Dice(LeaveOneSiteOutRow row, double dice, double? low, double? high) => string.Create(
        CultureInfo.InvariantCulture, $"{dice:0.000}{(low is not null ? string.Create(CultureInfo.InvariantCulture, $" [{low:0.000}, {high:0.000}]") : row.Site == Mean ? "" : $" [{Bootstrap.TooFew}]")}");
}
