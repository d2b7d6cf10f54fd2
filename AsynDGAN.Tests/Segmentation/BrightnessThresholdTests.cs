using System.Text.Json;
using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Segmentation;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Segmentation;

public class BrightnessThresholdTests
{
    [TestCase(1)]
    [TestCase(-1)]
    public void It_is_the_one_that_separates_whichever_side_is_the_object(int sign)
    {
        using var scope = NewDisposeScope();
        var masks = zeros(3, 1, 8, 8);
        masks[TensorIndex.Ellipsis, 2..5, 3..7] = tensor(1f);
        using var images = new LabelledImages(sign * (0.8 * masks - 0.3), masks.to(uint8));
        var threshold = BrightnessThreshold.Choose(images);
        Assert.That(threshold.Brighter, Is.EqualTo(sign > 0));
        Assert.That(Dice(threshold.Logits(images.Take(Enumerable.Range(0, images.Count)).Images), masks), Is.EqualTo(1));
    }

    [TestCase(1)]
    [TestCase(-1)]
    public void It_has_the_best_Dice_of_all_that_are_tried_on_both_sides(int sign)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        var masks = rand([70, 1, 8, 8], generator: random) < 0.3;
        var brightness = sign * (0.6 * masks.to(float32) + rand([70, 1, 8, 8], generator: random) * 1.3 - 1).clamp(-1, 1);
        using var images = new LabelledImages(cat([brightness, rand([70, 1, 8, 8], generator: random)], 1), masks.to(uint8));
        var best = Enumerable.Range(0, 200).Select(i => -1 + 2.0 * i / 200)
            .MaxBy(threshold => Dice((sign * brightness > threshold).to(float32) - 0.5, masks.to(float32)));
        Assert.That(BrightnessThreshold.Choose(images), Is.EqualTo(new BrightnessThreshold(sign * best, sign > 0)));
        Assert.That(best, Is.GreaterThan(-0.9).And.LessThan(0.5));
    }

    [Test]
    public void Where_no_mask_has_a_pixel_nothing_is_taken()
    {
        using var scope = NewDisposeScope();
        using var images = new LabelledImages(zeros(2, 1, 4, 4) - 0.5, zeros(2, 1, 4, 4).to(uint8));
        Assert.That((BrightnessThreshold.Choose(images).Logits(images.Take(Enumerable.Range(0, images.Count)).Images) > 0).any().item<bool>(), Is.False);
    }

    [Test]
    public void The_record_of_a_training_keeps_its_side()
    {
        var training = new TrainedRow("Threshold", "split 7, seed 0", 7, 0, 10, null, 0, new BrightnessThreshold(-0.25, Brighter: false));
        Assert.That(JsonSerializer.Deserialize<TrainedRow>(JsonSerializer.Serialize(training)), Is.EqualTo(training));
        Assert.That(training.Threshold!.ToString(), Is.EqualTo("darker than -0.25"));
    }

    private static double Dice(Tensor logits, Tensor masks)
    {
        var inside = (logits > 0).to(float32);
        return (2 * (inside * masks).sum() / (inside.sum() + masks.sum())).item<float>();
    }
}
