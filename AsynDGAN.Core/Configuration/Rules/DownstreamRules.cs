using System.Numerics;
using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Core.Configuration.Rules;

/// <summary>What must hold for synthesis and segmentation.</summary>
internal static class DownstreamRules
{
    public static IReadOnlyList<ExperimentRule> All { get; } =
    [
        new(["synthesis.per_mask", "synthesis.deform", "synthesis.dropout", "generator.noise_channels"], CopiesVary),
        new(["synthesis.dropout", "generator.dropout"], DropoutIsThere),
        new(["synthesis.conditions", "data.fold.of"], LeftOutConditionsAreThere),
        new(["synthesis.masks", "synthesis.mix_masks", "synthesis.deform", "data.source"], NewMasksSuitTheSource),
        new(["synthesis.placement", "data.source"], TumoursArePlaced),
        new(["segmentation.classes", "segmentation.boundary_weight", "data.source"], TernaryIsForNuclei),
        new(["segmentation.depth", "segmentation.norm", "segmentation.batch_size", "data.image_size"], NormSeesSeveralValues),
        new(["segmentation.seeds"], SeedsAreDistinct),
        new(["segmentation.fedavg.rounds", "segmentation.steps"], RoundsHaveSteps),
    ];

    private static string? CopiesVary(Experiment e)
    {
        var varies = e.Generator.NoiseChannels > 0 || e.Synthesis.Deform > 0 || e.Synthesis.Dropout;
        return e.Synthesis.PerMask > 1 && !varies
            ? $"{e.Synthesis.PerMask} images of one mask would be copies; give generator.noise_channels, synthesis.dropout or synthesis.deform, or set it to 1"
            : null;
    }

    private static string? DropoutIsThere(Experiment e)
    {
        return e.Synthesis.Dropout && e.Generator.Dropout == 0 ? "needs generator.dropout above 0" : null;
    }

    private static string? LeftOutConditionsAreThere(Experiment e)
    {
        return e.Synthesis.Conditions == SynthesisConditions.LeftOut && e.Data.Fold.Of == 1
            ? "left-out needs data.fold.of above 1: without folds no training patient is left out"
            : null;
    }

    private static string? NewMasksSuitTheSource(Experiment e)
    {
        var (nuclei, rearranged) = (e.Data.HasNuclei(), e.Synthesis.Masks == NewMasks.Rearranged);
        return (nuclei, rearranged) switch
        {
            (false, true) => $"rearranged is for sources of nuclei; source is {YamlValue.Of(e.Data.Source)}",
            (true, false) when e.Synthesis.MixMasks > 0 => "train has no heads to place other masks in; use rearranged, or set synthesis.mix_masks to 0",
            (true, _) when e.Synthesis.Deform > 0 => "masks of nuclei are not deformed, which would tear their boundaries; set synthesis.deform to 0",
            _ => null,
        };
    }

    private static string? TumoursArePlaced(Experiment e)
    {
        return e.Synthesis.Placement != TumourPlacement.Kept && e.Data.HasNuclei()
            ? $"{YamlValue.Of(e.Synthesis.Placement)} is for objects in a head or another ground, not for sources of nuclei; set it to kept"
            : null;
    }

    private static string? TernaryIsForNuclei(Experiment e)
    {
        return e.Segmentation.Classes == SegmentationClasses.Ternary && !e.Data.HasNuclei()
            ? $"ternary is for sources of nuclei; source is {YamlValue.Of(e.Data.Source)}"
            : null;
    }

    // Of one value the deviation is undefined (batch norm then learns NaN) and the difference from the mean 0 (instance norm gives nothing else).
    private static string? NormSeesSeveralValues(Experiment e)
    {
        var options = e.Segmentation;
        var values = options.Norm switch { Norm.Batch => options.BatchSize, Norm.Instance => 1, _ => int.MaxValue };
        var depth = 1 + BitOperations.Log2((uint)e.Data.ImageSize - 1);
        return values == 1 && options.Depth > depth
            ? $"{options.Depth} leaves one pixel of {e.Data.ImageSize}x{e.Data.ImageSize} at the lowest level, and norm: {YamlValue.Of(options.Norm)} "
                + $"has one value a channel there; use a depth of at most {depth}, larger images"
                + (options.Norm == Norm.Batch ? ", a segmentation.batch_size above 1" : "") + " or norm: none"
            : null;
    }

    private static string? SeedsAreDistinct(Experiment e)
    {
        var seeds = e.Segmentation.Seeds;
        return seeds.Count == 0 || seeds.Distinct().Count() < seeds.Count
            ? $"{YamlValue.Of(seeds)} is not a list of one or more different numbers"
            : null;
    }

    private static string? RoundsHaveSteps(Experiment e)
    {
        return e.Segmentation.Fedavg.Rounds > e.Segmentation.Steps
            ? $"{e.Segmentation.Fedavg.Rounds} rounds need at least as many segmentation.steps ({e.Segmentation.Steps})"
            : null;
    }
}
