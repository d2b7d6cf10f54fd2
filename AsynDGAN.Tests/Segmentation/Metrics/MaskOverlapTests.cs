using AsynDGAN.Core.Segmentation.Metrics;
using FsCheck;
using FsCheck.Fluent;

namespace AsynDGAN.Tests.Segmentation.Metrics;

public class MaskOverlapTests
{
    [Test]
    public void Counts_of_slices_add_up_to_those_of_the_volume()
    {
        var prediction = new[] { true, true, false, false, true, false, false, false };
        var reference = new[] { true, false, true, false, false, false, true, false };
        var slices = new[] { 0, 4 }.Select(from => MaskOverlap.Between(
            new BinaryVolume([2, 2], prediction[from..(from + 4)]), new BinaryVolume([2, 2], reference[from..(from + 4)])));
        var volume = MaskOverlap.Between(new BinaryVolume([2, 2, 2], prediction), new BinaryVolume([2, 2, 2], reference));
        Assert.That(slices.Aggregate(default(MaskOverlap), (sum, slice) => sum + slice), Is.EqualTo(volume));
        Assert.That(volume, Is.EqualTo(new MaskOverlap(1, 2, 2, 3)));
        Assert.That(volume.Dice, Is.EqualTo(2 / 6.0));
    }

    [Test]
    public void Counts_cover_every_pixel() => Prop.ForAll(MaskPair.Any, pair =>
        pair.Overlap is var (tp, fp, fn, tn)
        && tp + fp + fn + tn == pair.Prediction.Values.Length
        && tp + fp == pair.Prediction.Count
        && tp + fn == pair.Reference.Count
        && tp == pair.Prediction.Values.Zip(pair.Reference.Values).Count(values => values is (true, true))).QuickCheckThrowOnFailure();

    [Test]
    public void Measures_lie_between_0_and_1_and_dice_is_above_iou() => Prop.ForAll(MaskPair.Any, pair =>
        new[] { pair.Overlap.Dice, pair.Overlap.IoU, pair.Overlap.Sensitivity, pair.Overlap.Specificity, pair.Overlap.Precision }
            .All(measure => measure is null or (>= 0 and <= 1))
        && !(pair.Overlap.Dice < pair.Overlap.IoU)
        && pair.Overlap.Dice is null == pair.Overlap.IoU is null).QuickCheckThrowOnFailure();

    [Test]
    public void Exchanging_the_masks_exchanges_sensitivity_and_precision_only() => Prop.ForAll(MaskPair.Any, pair =>
        pair.Overlap.Dice == pair.Swapped.Overlap.Dice
        && pair.Overlap.IoU == pair.Swapped.Overlap.IoU
        && pair.Overlap.Sensitivity == pair.Swapped.Overlap.Precision).QuickCheckThrowOnFailure();

    [Test]
    public void A_mask_overlaps_itself_wholly() => Prop.ForAll(MaskPair.Any, pair =>
        MaskOverlap.Between(pair.Reference, pair.Reference).Dice == (pair.Reference.Count == 0 ? null : 1.0)).QuickCheckThrowOnFailure();

    [Test]
    public void Masks_of_different_shapes_are_refused() =>
        Assert.That(
            () => MaskOverlap.Between(new BinaryVolume([2, 3], new bool[6]), new BinaryVolume([3, 2], new bool[6])),
            Throws.ArgumentException.With.Message.Contains("2x3").And.Message.Contains("3x2"));
}
