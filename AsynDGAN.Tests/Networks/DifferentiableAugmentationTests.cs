using AsynDGAN.Core.Networks;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks;

public class DifferentiableAugmentationTests
{
    [Test]
    public void Gradients_of_the_image_are_those_of_finite_differences()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        var augmentation = new DifferentiableAugmentation(2, 6, 5, random);
        var condition = randn([2, 1, 6, 5], ScalarType.Float64, generator: random);
        var image = randn([2, 2, 6, 5], ScalarType.Float64, generator: random).requires_grad_();
        var cotangent = randn([2, 3, 6, 5], ScalarType.Float64, generator: random);
        Tensor Loss(Tensor x) => (augmentation.Join(condition, x).square() * cotangent).sum();
        Loss(image).backward();

        using var noGrad = no_grad();
        var differences = zeros_like(image);
        var (flat, flatDifferences) = (image.view(-1), differences.view(-1));
        for (var i = 0; i < flat.numel(); i++)
        {
            var value = flat[i].item<double>();
            flat[i] = value + 1e-5;
            var above = Loss(image).item<double>();
            flat[i] = value - 1e-5;
            flatDifferences[i] = (above - Loss(image).item<double>()) / 2e-5;
            flat[i] = value;
        }

        Assert.That(differences.abs().max().item<double>(), Is.GreaterThan(0.1));
        TensorAssert.IsClose(image.grad!, differences, 1e-6, 1e-7, "gradient");
    }

    /// <summary>Pixels carry their position, and all translations and squares are tried for one that explains the result.</summary>
    [TestCase(16, 16)]
    [TestCase(13, 9)]
    public void Condition_and_image_are_moved_and_cut_together(int height, int width)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(2);
        var augmentation = new DifferentiableAugmentation(8, height, width, random);
        var condition = arange(1, height * width + 1).to(ScalarType.Float32).view(1, 1, height, width).expand(8, -1, -1, -1);
        var joined = augmentation.Join(condition, full([8, 1, height, width], 3f));
        for (var n = 0; n < 8; n++)
        {
            Assert.That(Explanations(joined[n, 0].data<float>().ToArray(), height, width), Is.GreaterThan(0), $"sample {n}");
            var (moved, image) = (joined[n, 0].ne(0), joined[n, 1]);
            Assert.That(image.ne(0).eq(moved).all().item<bool>(), Is.True, "both are 0 at the same places");
            Assert.That(image.masked_select(moved).unique().output.numel(), Is.EqualTo(1), "an even image stays even");
        }
    }

    [Test]
    public void Draws_fill_the_published_ranges_and_no_more()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        var augmentation = new DifferentiableAugmentation(4000, 1, 2, random);

        // At this size nothing is moved, and the cut leaves one of the two pixels.
        var image = tensor(new[] { -4f, 4f }, [1, 1, 1, 2]).expand(4000, -1, -1, -1);
        var joined = augmentation.Join(zeros(4000, 1, 1, 2), image);
        var kept = joined.narrow(1, 1, 1).masked_select(joined.narrow(1, 1, 1).ne(0));
        var (low, high) = (kept.masked_select(kept.lt(0)), kept.masked_select(kept.gt(0)));

        // -4 c + b and 4 c + b with c from 0.5 to 1.5 and b from -0.5 to 0.5.
        Assert.That(low.min().item<float>(), Is.InRange(-6.5, -6.2));
        Assert.That(low.max().item<float>(), Is.InRange(-1.8, -1.5));
        Assert.That(high.min().item<float>(), Is.InRange(1.5, 1.8));
        Assert.That(high.max().item<float>(), Is.InRange(6.2, 6.5));
        Assert.That(high.mean().item<float>(), Is.EqualTo(4).Within(0.15));
    }

    [Test]
    public void One_draw_serves_real_and_fake_and_an_equal_seed_draws_the_same()
    {
        using var scope = NewDisposeScope();
        var (condition, real, fake) = (randn(3, 1, 8, 8), randn(3, 1, 8, 8), randn(3, 1, 8, 8));
        var first = Draw(5);
        TensorAssert.AreEqual(first.Join(condition, real), Draw(5).Join(condition, real), "same seed");
        var (a, b) = (first.Join(condition, real).narrow(1, 0, 1), first.Join(condition, fake).narrow(1, 0, 1));
        TensorAssert.AreEqual(a, b, "condition");
        Assert.That(Draw(6).Join(condition, real).equal(first.Join(condition, real)).all().item<bool>(), Is.False);

        static DifferentiableAugmentation Draw(ulong seed)
        {
            using var random = new Generator(seed);
            return new(3, 8, 8, random);
        }
    }

    private static int Explanations(float[] moved, int height, int width)
    {
        var (cutHeight, cutWidth) = ((height + 1) / 2, (width + 1) / 2);
        var found = 0;
        for (var down = -2; down <= 2; down++)
        {
            for (var right = -2; right <= 2; right++)
            {
                for (var row = -cutHeight; row <= height; row++)
                {
                    for (var column = -cutWidth; column <= width; column++)
                    {
                        found += Matches(down, right, row, column) ? 1 : 0;
                    }
                }
            }
        }

        return found;

        bool Matches(int down, int right, int row, int column)
        {
            for (var r = 0; r < height; r++)
            {
                for (var c = 0; c < width; c++)
                {
                    var (fromRow, fromColumn) = (r - down, c - right);
                    var cut = r >= row && r < row + cutHeight && c >= column && c < column + cutWidth;
                    var outside = fromRow < 0 || fromRow >= height || fromColumn < 0 || fromColumn >= width;
                    if (moved[r * width + c] != (cut || outside ? 0 : fromRow * width + fromColumn + 1))
                    {
                        return false;
                    }
                }
            }

            return true;
        }
    }
}
