using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Reporting;

/// <summary>The tables and figures of the segmentation comparison.</summary>
internal static class SegmentationSection
{
    private const int LargestFigure = 1_500_000, ShrunkWidth = 2400;

    public static Html? Of(RunFolder folder)
    {
        var study = FolderOf(folder);
        return StudyFolder.ReadText(study) is not { } text ? null : (Html)$"""
            <h2>Segmentation</h2>
            <p>Networks that differ in their training images only, tested on the same held-out real patients.</p>
            {Tables(text.Scores, text.Nuclei)}
            <div class="beside">
            {Figure(Path.Combine(study, "dice.png"), "Dice by training set, with intervals")}
            <div class="notes">{Html.Each(text.Notes, note => $"<p>{note}</p>\n")}</div>
            </div>
            {Tables(text.Differences)}
            {LeftOutSites(study)}
            {Fidelity(text.Fidelity)}
            {Copies(text.Copies)}
            {Figure(Path.Combine(study, "panel.png"), "Typical slices: image, truth and each network's prediction")}

            """;
    }

    /// <summary>Where the comparison of a run is; the folder itself where that is one.</summary>
    public static string FolderOf(RunFolder folder) =>
        Directory.Exists(Path.Combine(folder.Root, "scores")) ? folder.Root : Path.Combine(folder.Root, "segmentation");

    private static Html? LeftOutSites(string study) => LeaveOneSiteOutTable.Read(study) is not var (table, note) ? null : (Html)$"""
        <h3>Each site left out</h3>
        {Tables(table)}
        <p>{note}</p>
        """;

    private static Html? Fidelity(FidelityText? text) => text is null ? null : (Html)$"""
        <h3>Fidelity</h3>
        <p>{text.Head}</p>
        {Tables([.. text.Tables])}
        {Html.Each(text.Notes, note => $"<p>{note}</p>\n")}
        """;

    private static Html? Copies(CopiesText? text) => text is null ? null : (Html)$"""
        <h3>Copying</h3>
        {Tables([.. text.Tables])}
        {Html.Each(text.Notes, note => $"<p>{note}</p>\n")}
        """;

    private static IEnumerable<Html> Tables(params TextTable?[] tables) => tables.OfType<TextTable>().Select(HtmlTable.Of);

    private static Html? Figure(string path, string description) => !File.Exists(path) ? null : (Html)$"""
        <div class="scroll">{Html.Picture(StoredPicture.Read(path, StoredPicture.Length(path) > LargestFigure ? ShrunkWidth : null), description)}</div>
        """;
}
