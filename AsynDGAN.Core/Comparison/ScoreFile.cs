using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Segmentation;

namespace AsynDGAN.Core.Comparison;

/// <summary>Reads scores back that were written by <see cref="Csv.CsvLog{TRow}"/>.</summary>
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
            return [.. CsvTable.ReadOwn(path, Columns).Select(Score)];
        }
        catch (UserException e)
        {
            throw new UserException(e.Message, "Delete the file; its row is then trained again.");
        }
    }

    private static SliceScore Score(CsvRow row)
    {
        var fields = row.Fields;
        return new SliceScore(
            fields["row"], fields["run"], fields["site"], fields["patient"], fields["slice"], row.Bool("kept"),
            row.Long("true_positives"), row.Long("false_positives"), row.Long("false_negatives"), row.Long("true_negatives"),
            row.OptionalDouble("hd95_pooled"), row.OptionalDouble("hd95_max_directed"), row.OptionalDouble("assd"))
        {
            // Scores may be older than these columns.
            OfVolume = fields.ContainsKey("of_volume") && row.Bool("of_volume"),
            VolumeHd95Pooled = row.OptionalDouble("volume_hd95_pooled"),
            VolumeHd95MaxDirected = row.OptionalDouble("volume_hd95_max_directed"),
            VolumeAssd = row.OptionalDouble("volume_assd"),
            Aji = row.OptionalDouble("aji"),
            AjiPlus = row.OptionalDouble("aji_plus"),
            DetectionQuality = row.OptionalDouble("detection_quality"),
            SegmentationQuality = row.OptionalDouble("segmentation_quality"),
            PanopticQuality = row.OptionalDouble("panoptic_quality"),
        };
    }
}
