using AsynDGAN.Core.Fidelity;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Fidelity;

public class StructuralSimilarityTests
{
    [Test]
    public void Of_equal_images_it_is_1_and_of_two_greys_what_their_means_give()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        var image = rand([2, 3, 16, 20], generator: random) * 2 - 1;
        Assert.That(StructuralSimilarity.Of(image, image), Is.All.EqualTo(1).Within(1e-12));
        var (a, b) = (full([1, 1, 16, 16], 0.5f), full([1, 1, 16, 16], -0.25f));
        Assert.That(StructuralSimilarity.Of(a, b), Is.EqualTo(new[] { (2 * 0.5 * -0.25 + 0.0004) / (0.25 + 0.0625 + 0.0004) }).Within(1e-12));
    }

    [Test]
    public void Every_window_counts_alike_and_is_weighted_around_its_middle()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(2);
        var (a, b) = (rand([1, 1, 12, 11], generator: random) * 2 - 1, rand([1, 1, 12, 11], generator: random) * 2 - 1);
        Assert.That(StructuralSimilarity.Of(a, b)[0], Is.EqualTo((Window(a, b, 0) + Window(a, b, 1)) / 2).Within(1e-12));
    }

    /// <summary>The published formula over the 11 rows from one on.</summary>
    private static double Window(Tensor a, Tensor b, int top)
    {
        var (values, others) = (a.data<float>().ToArray(), b.data<float>().ToArray());
        var weights = Enumerable.Range(0, 121).Select(i => Math.Exp(-((i / 11 - 5) * (i / 11 - 5) + (i % 11 - 5) * (i % 11 - 5)) / 4.5)).ToArray();
        var total = weights.Sum();
        double Mean(Func<double, double, double> of) => weights.Select((weight, i) => weight * of(values[top * 11 + i], others[top * 11 + i])).Sum() / total;
        var (x, y) = (Mean((x, _) => x), Mean((_, y) => y));
        var (ofX, ofY, together) = (Mean((p, _) => (p - x) * (p - x)), Mean((_, q) => (q - y) * (q - y)), Mean((p, q) => (p - x) * (q - y)));
        return (2 * x * y + 0.0004) * (2 * together + 0.0036) / ((x * x + y * y + 0.0004) * (ofX + ofY + 0.0036));
    }
}
