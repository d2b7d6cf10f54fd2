using System.Text.RegularExpressions;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Reporting;

/// <summary>The sites' sample sheets of the first, the middle and the last epoch that has them.</summary>
internal static partial class SampleSection
{
    // Base64 makes 4 of 3 bytes, and the whole page shall stay near 10 MB.
    private const int Budget = 6_500_000;
    private const int ShrunkWidth = 1000;

    public static Html? Of(RunFolder folder)
    {
        var samples = Path.GetDirectoryName(folder.SampleSheet(0, "", ""))!;
        var all = Directory.Exists(samples)
            ? Directory.EnumerateFiles(samples, "*.png").Select(file => Sheet.Of(file)).OfType<Sheet>().ToList()
            : [];
        if (all.Count == 0)
        {
            return null;
        }

        var epochs = all.Select(sheet => sheet.Epoch).Distinct().Order().ToList();
        int[] chosen = [epochs[^1], epochs[0], epochs[(epochs.Count - 1) / 2]];
        var sheets = chosen.Distinct().SelectMany(epoch => all.Where(sheet => sheet.Epoch == epoch).OrderBy(sheet => sheet.Name, StringComparer.Ordinal)).ToList();
        var shown = Affordable(sheets).OrderBy(s => s.Sheet.Epoch).ToList();
        return $"""
            <h2>Samples</h2>
            <p>Each sheet was drawn at its site: the site's conditions and real images, or its real points, and what the generator drew for the conditions. Nothing was trained on validation conditions.
            {(shown.Count < sheets.Count ? "The others are in the run's folder samples." : "")}</p>
            {Html.Each(shown.GroupBy(s => s.Sheet.Epoch), epoch => $"""
                <h3>After epoch {epoch.Key}</h3>
                <div class="pair sheets">{Html.Each(epoch, s => Html.Picture(s.Bytes, $"Samples of {s.Sheet.Name} after epoch {epoch.Key}"))}</div>

                """)}
            """;
    }

    /// <summary>The sheets in order as long as they fit; made smaller first where they do not all fit as they are.</summary>
    private static IEnumerable<(Sheet Sheet, byte[] Bytes)> Affordable(IReadOnlyList<Sheet> sheets)
    {
        var shrinks = sheets.Sum(sheet => new FileInfo(sheet.File).Length) > Budget;
        var left = Budget;
        foreach (var sheet in sheets)
        {
            var bytes = Bytes(sheet.File, shrinks);
            left -= bytes.Length;
            if (left < 0)
            {
                yield break;
            }

            yield return (sheet, bytes);
        }
    }

    private static byte[] Bytes(string file, bool shrinks)
    {
        var bytes = File.ReadAllBytes(file);
        try
        {
            return shrinks ? Shrink.ToJpeg(bytes, ShrunkWidth) : bytes;
        }
        catch (ArgumentException)
        {
            throw new UserException($"{file} is damaged.", "Delete it; the report then leaves it out.");
        }
    }

    private sealed record Sheet(string File, int Epoch, string Name)
    {
        public static Sheet? Of(string file)
        {
            var match = SheetName().Match(Path.GetFileName(file));
            return match.Success ? new Sheet(file, int.Parse(match.Groups[1].Value), Uri.UnescapeDataString(match.Groups[2].Value)) : null;
        }
    }

    [GeneratedRegex(@"^epoch-(\d{4,9})-(.+)\.png$")]
    private static partial Regex SheetName();
}
