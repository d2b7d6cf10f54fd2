using AsynDGAN.Core.Segmentation.Metrics;

namespace AsynDGAN.Core.Segmentation;

/// <summary>How a network did on one real slice, on the slice's own grid: a row of results.csv.</summary>
/// <param name="Row">The training set's name in the tables.</param>
/// <param name="Run">Which training of the row: split seed, run and segmentation seed.</param>
/// <param name="Site">The patient's site.</param>
/// <param name="Patient">The patient.</param>
/// <param name="Slice">Case and slice.</param>
/// <param name="Kept">Whether it has at least data.min_mask_pixels.</param>
/// <param name="TruePositives">Pixels predicted and true.</param>
/// <param name="FalsePositives">Pixels predicted only.</param>
/// <param name="FalseNegatives">Pixels true only.</param>
/// <param name="TrueNegatives">The others.</param>
/// <param name="Hd95Pooled">95th percentile of the surface distances of both directions together, in pixels; undefined where a mask is empty.</param>
/// <param name="Hd95MaxDirected">The larger of both directions' 95th percentiles, in pixels.</param>
/// <param name="Assd">Average symmetric surface distance, in pixels.</param>
/// <param name="Aji">Of single nuclei, <see cref="InstanceQuality.Aji"/>; undefined where the source does not tell them apart.</param>
/// <param name="AjiPlus">Likewise.</param>
/// <param name="DetectionQuality">Likewise.</param>
/// <param name="SegmentationQuality">Likewise.</param>
/// <param name="PanopticQuality">Likewise.</param>
public sealed record SliceScore(
    string Row, string Run, string Site, string Patient, string Slice, bool Kept,
    long TruePositives, long FalsePositives, long FalseNegatives, long TrueNegatives,
    double? Hd95Pooled, double? Hd95MaxDirected, double? Assd,
    double? Aji = null, double? AjiPlus = null, double? DetectionQuality = null, double? SegmentationQuality = null, double? PanopticQuality = null)
{
    /// <summary>The four counts.</summary>
    internal Overlap Overlap() => new(TruePositives, FalsePositives, FalseNegatives, TrueNegatives);
}
