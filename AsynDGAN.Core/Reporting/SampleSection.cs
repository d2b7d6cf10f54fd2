using System.Globalization;
using System.Text.RegularExpressions;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Reporting;

/// <summary>The sites' sample sheets: of the last epoch that has them large, of the first and the middle one small.</summary>
internal static partial class SampleSection
{
    // Base64 makes 4 of 3 bytes, and the whole page shall stay near 10 MB.
    private const int Budget = 6_500_000;
    private const int LargeWidth = 1600, SmallWidth = 800;

    public static Html? Of(RunFolder folder)
    {
        var all = SheetsIn(Path.GetDirectoryName(folder.SampleSheet(0, "", ""))!);
        if (all.Count == 0)
        {
            return null;
        }

        var epochs = all.Select(sheet => sheet.Epoch).Distinct().Order().ToList();
        var (last, chosen) = (epochs[^1], new[] { epochs[^1], epochs[0], epochs[(epochs.Count - 1) / 2] }.Distinct());
        var split = File.Exists(folder.Split) ? CsvTable.ReadOwn(folder.Split, ["site", "part"]) : [];
        HashSet<string> validation = [.. all.Select(sheet => sheet.FileName + RunFolder.OfValidation), .. split.Select(row => RunFolder.FileName(row.Fields["site"]) + RunFolder.OfValidation)];
        var sheets = chosen.SelectMany(epoch => all.Where(sheet => sheet.Epoch == epoch).OrderBy(sheet => validation.Contains(sheet.FileName))).ToList();
        var shown = Affordable(sheets, last).ToList();
        var there = sheets.Where(sheet => sheet.Epoch == last).Select(sheet => sheet.FileName).ToHashSet();
        var alone = sheets.Where(sheet => sheet.Epoch == last && !validation.Contains(sheet.FileName) && !there.Contains(sheet.FileName + RunFolder.OfValidation));
        return $"""
            <h2>Samples</h2>
            <p>Each sheet was drawn at its site: the site's conditions and real images, or its real points, and what the generator drew for the conditions. Nothing was trained on validation conditions.
            {(shown.Count < sheets.Count ? "The others are in the run's folder samples." : "")}</p>
            {Html.Each(shown.GroupBy(s => s.Sheet.Epoch), epoch => $"""
                <h3>After epoch {epoch.Key}</h3>
                <div class="{(epoch.Key == last ? "large" : "small")} sheets">{Html.Each(epoch, s => Html.Picture(s.Bytes, $"Samples of {s.Sheet.Name} after epoch {epoch.Key}"))}</div>
                {(epoch.Key == last ? Missing(alone, split) : null)}

                """)}
            """;
    }

    private static List<Sheet> SheetsIn(string samples)
    {
        try
        {
            return Directory.Exists(samples)
                ? [.. Directory.EnumerateFiles(samples, "*.png").Select(Sheet.Of).OfType<Sheet>().OrderBy(sheet => sheet.FileName, StringComparer.Ordinal)]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"'{samples}' cannot be read: {e.Message}", "Check its permissions.");
        }
    }

    /// <summary>Says of sites that they have nothing for validation, so that nobody looks for their sheets.</summary>
    private static IEnumerable<Html> Missing(IEnumerable<Sheet> sheets, IReadOnlyList<CsvRow> split)
    {
        return split.Count == 0 ? [] : Html.Each(sheets, sheet =>
        {
            // A site that pools others is none of the split's.
            var own = split.Where(row => RunFolder.FileName(row.Fields["site"]) == sheet.FileName).ToList();
            var what = (own.Count > 0 ? own : split).Any(row => row.Fields["part"] == "validation") ? "samples" : "patients";
            return (Html)$"""<p class="none">{(own.Count > 0 ? own[0].Fields["site"] : sheet.Name)} has no validation {what}.</p>""";
        });
    }

    /// <summary>The sheets in order as long as they fit; made smaller first where they do not all fit as they are.</summary>
    private static IEnumerable<(Sheet Sheet, byte[] Bytes)> Affordable(IReadOnlyList<Sheet> sheets, int last)
    {
        var shrinks = sheets.Sum(sheet => StoredPicture.Length(sheet.File)) > Budget;
        var left = Budget;
        foreach (var sheet in sheets)
        {
            var bytes = StoredPicture.Read(sheet.File, !shrinks ? null : sheet.Epoch == last ? LargeWidth : SmallWidth);
            left -= bytes.Length;
            if (left < 0)
            {
                yield break;
            }

            yield return (sheet, bytes);
        }
    }

    /// <param name="File">Where it is.</param>
    /// <param name="Epoch">After which it was drawn.</param>
    /// <param name="FileName">The site, and the part where that is not training, as the file's name has them.</param>
    private sealed record Sheet(string File, int Epoch, string FileName)
    {
        public string Name => Uri.UnescapeDataString(FileName);

        public static Sheet? Of(string file)
        {
            var match = SheetName().Match(Path.GetFileName(file));
            return match.Success ? new Sheet(file, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match.Groups[2].Value) : null;
        }
    }

    [GeneratedRegex(@"^epoch-([0-9]{4,9})-(.+)\.png$")]
    private static partial Regex SheetName();
}
