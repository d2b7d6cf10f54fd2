using AsynDGAN.Core.Segmentation.Metrics;

namespace AsynDGAN.Tests.Segmentation.Metrics;

public class EmptyMaskRuleTests
{
    [TestCase(0, 0, 0, 1)]
    [TestCase(0, 5, 0, 0)]
    [TestCase(0, 0, 5, 0)]
    [TestCase(1, 1, 1, 0.5)]
    public void Two_empty_masks_agree_and_one_alone_does_not(int tp, int fp, int fn, double dice) =>
        Assert.That(EmptyMaskRule.Dice(new MaskOverlap(tp, fp, fn, 100)), Is.EqualTo(dice));

    [Test]
    public void Undefined_values_stay_out_of_a_mean_and_are_counted()
    {
        Assert.That(DefinedMean.Of([1, null, 4, null, null]), Is.EqualTo(new DefinedMean(2.5, 2, 3)));
        Assert.That(DefinedMean.Of([null]), Is.EqualTo(new DefinedMean(null, 0, 1)));
        Assert.That(DefinedMean.Of([]), Is.EqualTo(new DefinedMean(null, 0, 0)));
    }
}
