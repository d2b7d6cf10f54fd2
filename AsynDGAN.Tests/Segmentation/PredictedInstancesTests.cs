using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Segmentation.Metrics;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Segmentation;

public class PredictedInstancesTests
{
    [Test]
    public void The_true_ternary_labels_give_the_touching_nuclei_back()
    {
        using var scope = NewDisposeScope();
        var truth = Touching();
        var quality = InstanceQuality.Between(PredictedInstances.Of(OneHot(Ternary(truth))), truth);
        Assert.That((quality.Aji, quality.Panoptic), Is.EqualTo((1.0, 1.0)));
    }

    [Test]
    public void Of_one_class_touching_nuclei_become_one()
    {
        using var scope = NewDisposeScope();
        var truth = Touching();
        var inside = tensor(Array.ConvertAll(truth.Inside().Values, value => value ? 0.9f : 0.1f), [1, 1, 20, 30]);
        var found = PredictedInstances.Of(inside);
        Assert.That(found.Inside().Values, Is.EqualTo(truth.Inside().Values));
        Assert.That(found.Labels.Max(), Is.EqualTo(1));
    }

    [Test]
    public void Every_pixel_of_a_nucleus_is_inside_or_boundary()
    {
        using var scope = NewDisposeScope();
        var labels = Ternary(Touching());
        Assert.That((labels > 0).data<bool>().ToArray(), Is.EqualTo(Touching().Inside().Values));
        Assert.That(labels[0, 0, 5].data<float>().ToArray()[2..14], Is.EqualTo(new float[] { 0, 0, 2, 1, 1, 1, 1, 1, 1, 2, 2, 1 }));
    }

    [Test]
    public void The_boundary_weight_raises_the_loss_of_a_missed_boundary_only()
    {
        using var scope = NewDisposeScope();
        var labels = Ternary(Touching());
        var right = OneHot(labels) * 20;
        var missed = right.clone();
        missed.narrow(1, TernaryLabels.Boundary, 1).fill_(-20);
        Assert.That(Loss(right, 1), Is.EqualTo(0).Within(1e-3));
        Assert.That(Loss(right, 5), Is.EqualTo(0).Within(1e-3));
        Assert.That(Loss(missed, 5), Is.GreaterThan(1.5 * Loss(missed, 1)));

        double Loss(Tensor logits, double weight) => SegmentationLoss.Of(logits, labels, weight).item<float>();
    }

    /// <summary>Two rectangles side by side.</summary>
    private static InstanceMap Touching() => new(20, 30, [.. Enumerable.Range(0, 600).Select(i => (i / 30, i % 30) switch
    {
        ( >= 3 and < 15, >= 4 and < 12) => 5,
        ( >= 3 and < 15, >= 12 and < 22) => 2,
        _ => 0,
    })]);

    private static Tensor Ternary(InstanceMap map) =>
        TernaryLabels.Of(tensor(Array.ConvertAll(map.Labels, label => (float)label), [1, 1, map.Height, map.Width]));

    private static Tensor OneHot(Tensor labels) => nn.functional.one_hot(labels[0].to(int64), TernaryLabels.Count).permute(0, 3, 1, 2).to(float32);
}
