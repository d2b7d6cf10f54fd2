using System.Globalization;
using System.Text;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Data;

/// <summary>The facts of a data set, to be looked at before long work.</summary>
/// <param name="Rows">One a site and part, and one a site for the fold that is left out, in name order; those without samples are left out.</param>
/// <param name="LeftOut">What is not used.</param>
public sealed record DatasetSummary(IReadOnlyList<DatasetSummaryRow> Rows, IReadOnlyList<LeftOut> LeftOut)
{
    private const int Named = 5;

    private static readonly string[] header =
        ["site", "part", "patients", "samples", "mask % mean", "min", "max", "image sizes", "stored values", "normalised"];

    internal static DatasetSummary Of(
        IEnumerable<PreparedSlice> slices, SitePartition partition, PatientSplit split, PatientFolds folds, IReadOnlyList<LeftOut> leftOut, DataOptions options)
    {
        var rows = slices.Where(slice => partition.Holds(slice.Case.Patient))
            .GroupBy(slice => (Site: partition.SiteOf[slice.Case.Patient], Part: split.Parts[slice.Case.Patient], IsLeftOut: folds.LeavesOut(slice.Case.Patient)))
            .OrderBy(group => group.Key.Site, StringComparer.Ordinal).ThenBy(group => group.Key.Part).ThenBy(group => group.Key.IsLeftOut)
            .Select(group => DatasetSummaryRow.Of(group.Key.Site, group.Key.Part, [.. group], options.ImageSize) with { IsLeftOut = group.Key.IsLeftOut });
        return new DatasetSummary(rows.ToArray(), leftOut)
        {
            Fold = options.Fold,
            Colours = options.Colour.Method == ColourMethod.None
                ? null
                : $"colours: every image by itself normalised to Lab {string.Join(", ", options.Colour.Target)}, constants of the configuration",
        };
    }

    private FoldOptions Fold { get; init; } = new();

    /// <summary>Which of the sites the run sees.</summary>
    internal SiteOptions Sites { get; init; } = new();

    /// <summary>The fold that is left out, as texts call it.</summary>
    internal string FoldName => $"fold {Fold.Leave} of {Fold.Of}";

    /// <summary>How colours were brought together; null where they are as they were.</summary>
    public string? Colours { get; init; }

    /// <summary>What the user should know of the data, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The counts of what the run sees, in one line.</summary>
    public string OneLine
    {
        get
        {
            var seen = Rows.Where(row => Sites.Sees(row.Site)).ToList();
            var (all, only) = (Rows.Select(row => row.Site).Distinct().Count(), Sites.Mode == SiteMode.Single ? $"the site {Sites.Only} of " : "");
            var parts = Enum.GetValues<DataPart>().Select(part =>
                $"{seen.Where(row => row.Part == part && !row.IsLeftOut).Sum(row => row.Samples)} {part.ToString().ToLowerInvariant()}");
            return $"{(Colours is null ? "" : Colours + "; ")}data: {only}{all} sites, {string.Join(", ", parts)} samples"
                + (Fold.Of == 1 ? "" : $"; {seen.Where(row => row.IsLeftOut).Sum(row => row.Samples)} of {FoldName} take no part in training");
        }
    }

    /// <summary>The same without its warnings, which are told as such.</summary>
    internal DatasetSummary Calm => this with { Notes = [.. Notes.Where(note => !CaseNote.IsWarning(note))] };

    /// <summary>A table of the rows, then what was left out, by reason with some names.</summary>
    public string ToText()
    {
        var cells = Rows.Select(Cells).Prepend(header).ToArray();
        var widths = Enumerable.Range(0, header.Length).Select(column => cells.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in cells)
        {
            text.AppendLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        if (Colours is not null)
        {
            text.AppendLine(Colours);
        }

        foreach (var note in Notes)
        {
            text.AppendLine(Visible.Name(note));
        }

        foreach (var line in LeftOutLines)
        {
            text.AppendLine(line);
        }

        return text.ToString();
    }

    /// <summary>What was left out, a line a reason with some names.</summary>
    public IReadOnlyList<string> LeftOutLines =>
    [
        .. LeftOut.GroupBy(left => left.Reason).Select(reason =>
            $"left out: {reason.Count()} ({Visible.Name(reason.Key)}): {string.Join(", ", reason.Take(Named).Select(left => Visible.Name(left.Name)))}{(reason.Count() > Named ? ", ..." : "")}"),
    ];

    private string[] Cells(DatasetSummaryRow row) =>
    [
        Visible.Name(row.Site) + (Sites.Sees(row.Site) ? "" : " (left out)"),
        row.IsLeftOut ? $"{FoldName}, left out" : row.Part.ToString().ToLowerInvariant(),
        row.Patients.ToString(),
        row.Samples.ToString(),
        Percent(row.MeanMaskFraction),
        Percent(row.MinMaskFraction),
        Percent(row.MaxMaskFraction),
        row.ImageSizes.Count > 3 ? $"{row.ImageSizes.Count} sizes" : string.Join(" ", row.ImageSizes),
        $"{row.StoredRange.Low} to {row.StoredRange.High}",
        string.Create(CultureInfo.InvariantCulture, $"{row.NormalisedRange.Low:0.00} to {row.NormalisedRange.High:0.00}"),
    ];

    private static string Percent(double fraction) => (100 * fraction).ToString("0.00", CultureInfo.InvariantCulture);
}
