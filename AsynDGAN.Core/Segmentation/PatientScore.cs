using AsynDGAN.Core.Segmentation.Metrics;

namespace AsynDGAN.Core.Segmentation;

/// <summary>
/// How a network did on one patient: a row of patients.csv. Counts are summed over all the patient's slices; distances are
/// those of the whole volume in three dimensions where the source has volumes, averaged over the patient's volumes where they are defined, else over the slices. Slice Dice is a mean over slices,
/// with the rule for empty masks (<see cref="EmptyMaskRule"/>).
/// </summary>
/// <param name="Row">The training set's name in the tables.</param>
/// <param name="Run">Which training of the row.</param>
/// <param name="Site">The patient's site.</param>
/// <param name="Patient">The patient.</param>
/// <param name="Slices">All slices.</param>
/// <param name="KeptSlices">Those with at least data.min_mask_pixels.</param>
/// <param name="Dice">Of the summed counts.</param>
/// <param name="DiceKeptSlices">Mean over the kept slices, the paper's way; undefined without any.</param>
/// <param name="DiceAllSlices">Mean over all slices.</param>
/// <param name="Sensitivity">Of the summed counts; undefined without tumour.</param>
/// <param name="Specificity">Of the summed counts.</param>
/// <param name="Hd95Pooled">In pixels, of a volume in millimetres.</param>
/// <param name="Hd95MaxDirected">Likewise.</param>
/// <param name="Assd">Likewise.</param>
/// <param name="Aji">Mean over the slices where it is defined, as are the four that follow.</param>
/// <param name="AjiPlus">Of single nuclei.</param>
/// <param name="DetectionQuality">Of single nuclei.</param>
/// <param name="SegmentationQuality">Of single nuclei.</param>
/// <param name="PanopticQuality">Of single nuclei.</param>
/// <param name="UndefinedDistances">Slices without distances, since a mask is empty; of a volume all or none.</param>
public sealed record PatientScore(
    string Row, string Run, string Site, string Patient, int Slices, int KeptSlices, double Dice, double? DiceKeptSlices,
    double DiceAllSlices, double? Sensitivity, double? Specificity, double? Hd95Pooled, double? Hd95MaxDirected, double? Assd,
    double? Aji, double? AjiPlus, double? DetectionQuality, double? SegmentationQuality, double? PanopticQuality, int UndefinedDistances)
{
    /// <summary>A row's patients, in the order of their slices.</summary>
    public static IReadOnlyList<PatientScore> Of(IEnumerable<SliceScore> slices) =>
        [.. slices.GroupBy(s => (s.Row, s.Run, s.Site, s.Patient)).Select(g => Of([.. g]))];

    private static PatientScore Of(IReadOnlyList<SliceScore> slices)
    {
        var (first, kept) = (slices[0], slices.Where(s => s.Kept).ToArray());
        var sum = slices.Select(s => s.Overlap()).Aggregate((a, b) => a + b);
        return new PatientScore(
            first.Row, first.Run, first.Site, first.Patient, slices.Count, kept.Length,
            EmptyMaskRule.Dice(sum),
            kept.Length == 0 ? null : kept.Average(SliceDice),
            slices.Average(SliceDice),
            sum.Sensitivity, sum.Specificity,
            Mean(s => first.OfVolume ? s.VolumeHd95Pooled : s.Hd95Pooled),
            Mean(s => first.OfVolume ? s.VolumeHd95MaxDirected : s.Hd95MaxDirected),
            Mean(s => first.OfVolume ? s.VolumeAssd : s.Assd),
            Mean(s => s.Aji), Mean(s => s.AjiPlus), Mean(s => s.DetectionQuality), Mean(s => s.SegmentationQuality), Mean(s => s.PanopticQuality),
            first.OfVolume ? slices.GroupBy(s => s.Volume).Where(volume => volume.All(s => s.VolumeAssd is null)).Sum(volume => volume.Count()) : slices.Count(s => s.Assd is null));

        double? Mean(Func<SliceScore, double?> measure) => DefinedMean.Of([.. slices.Select(measure)]).Value;
    }

    private static double SliceDice(SliceScore slice) => EmptyMaskRule.Dice(slice.Overlap());
}
