using System.Globalization;
using AsynDGAN.Core.Data;

namespace AsynDGAN.Core.Segmentation;

/// <summary>Reads scores back that were written by <see cref="Runs.CsvLog{TRow}"/>.</summary>
internal static class ScoreFile
{
    private static readonly string[] Columns =
    [
        "row", "run", "site", "patient", "slice", "kept", "true_positives", "false_positives", "false_negatives", "true_negatives",
        "hd95_pooled", "hd95_max_directed", "assd",
    ];

    /// <exception cref="UserException">The file is damaged.</exception>
    public static IReadOnlyList<SliceScore> Read(string path)
    {
        try
        {
            return [.. CsvTable.Read(path, Columns).Select(row => Score(row.Fields))];
        }
        catch (FormatException e)
        {
            throw new UserException($"{path} is damaged: {e.Message}", "Delete it; its row is then trained again.");
        }
    }

    private static SliceScore Score(IReadOnlyDictionary<string, string> fields)
    {
        return new SliceScore(
            fields["row"], fields["run"], fields["site"], fields["patient"], fields["slice"], bool.Parse(fields["kept"]),
            Count("true_positives"), Count("false_positives"), Count("false_negatives"), Count("true_negatives"),
            Measure("hd95_pooled"), Measure("hd95_max_directed"), Measure("assd"))
        {
            // Scores may be older than these columns.
            OfVolume = fields.TryGetValue("of_volume", out var volume) && bool.Parse(volume),
            VolumeHd95Pooled = Measure("volume_hd95_pooled"),
            VolumeHd95MaxDirected = Measure("volume_hd95_max_directed"),
            VolumeAssd = Measure("volume_assd"),
            Aji = Measure("aji"),
            AjiPlus = Measure("aji_plus"),
            DetectionQuality = Measure("detection_quality"),
            SegmentationQuality = Measure("segmentation_quality"),
            PanopticQuality = Measure("panoptic_quality"),
        };

        long Count(string column) => long.Parse(fields[column], CultureInfo.InvariantCulture);

        double? Measure(string column) => fields.GetValueOrDefault(column, "") is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
    }
}
