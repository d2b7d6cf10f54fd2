using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Reporting;

/// <summary>The tables and figures of the segmentation comparison.</summary>
internal static class SegmentationSection
{
    public static Html? Of(RunFolder folder)
    {
        var study = FolderOf(folder);
        var table = Path.Combine(study, "table.md");
        return !File.Exists(table) ? null : (Html)$"""
            <h2>Segmentation</h2>
            <p>Networks that differ in their training images only, tested on the same held-out real patients.</p>
            {MarkdownTables.ToHtml(File.ReadAllLines(table))}
            {Figure(Path.Combine(study, "dice.png"), "Dice by training set, with intervals", "figure narrow")}
            {Figure(Path.Combine(study, "panel.png"), "Typical slices: image, truth and each network's prediction", "figure")}

            """;
    }

    /// <summary>Where the comparison of a run is; the folder itself where that is one.</summary>
    public static string FolderOf(RunFolder folder) =>
        Directory.Exists(Path.Combine(folder.Root, "scores")) ? folder.Root : Path.Combine(folder.Root, "segmentation");

    private static Html? Figure(string path, string description, string style) =>
        File.Exists(path) ? Html.Picture(File.ReadAllBytes(path), description, style) : null;
}
