namespace AsynDGAN.Core.Configuration;

/// <summary>Which conditions the trained generator draws, and how.</summary>
public sealed record SynthesisOptions
{
    [Describe("whose masks are drawn: seen (those that G was trained on) or left-out (those of the fold that data.fold left out): to measure by, not to release")]
    public SynthesisConditions Conditions { get; init; } = SynthesisConditions.Seen;

    [Describe("images a training condition; above 1 only where something varies: noise_channels, dropout or deform")]
    [Between(1, 1000)]
    public int PerMask { get; init; } = 1;

    [Describe("new masks: train (another training slice's tumour in this slice's head) or, of nuclei, rearranged (moved, turned and scaled, without overlap)")]
    public NewMasks Masks { get; init; } = NewMasks.Train;

    [Describe("extra conditions a slice with new masks, which G has not seen")]
    [Between(0, 1000)]
    public int MixMasks { get; init; } = 1;

    [Describe("where another slice's tumour is placed: kept (where it lies in its own, clipped) or site-tumours (where tumours of the head's site lie)")]
    public TumourPlacement Placement { get; init; } = TumourPlacement.Kept;

    [Describe("share of the ranges in which tumour and head are deformed together: scale 0.8 to 1.2, shift 10%, rotation 15 and shear 8 degrees, elastic")]
    [Between(0, 1)]
    public double Deform { get; init; }

    [Describe("keeps the generator's dropout on, as a source of variety")]
    public bool Dropout { get; init; }

    [Describe("batch norm's statistics: recomputed (averages over the training conditions, in batches as in training), running (as trained) or batch (each image's own)")]
    public BatchStatistics Statistics { get; init; } = BatchStatistics.Recomputed;
}
