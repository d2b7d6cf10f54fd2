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
/// <param name="Hd95Pooled">95th percentile of the surface distances of both directions together, in pixels, of a volume in millimetres; undefined where a mask is empty.</param>
/// <param name="Hd95MaxDirected">The larger of both directions' 95th percentiles, likewise.</param>
/// <param name="Assd">Average symmetric surface distance, likewise.</param>
public sealed record SliceScore(
    string Row, string Run, string Site, string Patient, string Slice, bool Kept,
    long TruePositives, long FalsePositives, long FalseNegatives, long TrueNegatives,
    double? Hd95Pooled, double? Hd95MaxDirected, double? Assd)
{
    /// <summary>Whether it is a slice of a whole volume.</summary>
    public bool OfVolume { get; init; }

    /// <summary>At the first slice of a volume, as <see cref="Hd95Pooled"/> in three dimensions, in millimetres; undefined where a mask is empty.</summary>
    public double? VolumeHd95Pooled { get; init; }

    /// <summary>Likewise, as <see cref="Hd95MaxDirected"/>.</summary>
    public double? VolumeHd95MaxDirected { get; init; }

    /// <summary>Likewise, as <see cref="Assd"/>.</summary>
    public double? VolumeAssd { get; init; }

    /// <summary>Of single nuclei, as <see cref="InstanceQuality.Aji"/>; undefined where the source does not tell them apart, as are the four that follow.</summary>
    public double? Aji { get; init; }

    /// <summary>As <see cref="InstanceQuality.AjiPlus"/>.</summary>
    public double? AjiPlus { get; init; }

    /// <summary>As <see cref="InstanceQuality.Detection"/>.</summary>
    public double? DetectionQuality { get; init; }

    /// <summary>As <see cref="InstanceQuality.Segmentation"/>.</summary>
    public double? SegmentationQuality { get; init; }

    /// <summary>As <see cref="InstanceQuality.Panoptic"/>.</summary>
    public double? PanopticQuality { get; init; }

    /// <summary>The case, which of a volume's slice is that volume.</summary>
    internal string Volume => Slice[..Math.Max(0, Slice.LastIndexOf('/'))];

    /// <summary>The four counts.</summary>
    internal MaskOverlap Overlap() => new(TruePositives, FalsePositives, FalseNegatives, TrueNegatives);
}
