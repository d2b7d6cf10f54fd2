using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Synthesis;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Synthesis;

public class DeformationTests
{
    [Test]
    public void A_share_of_nothing_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var planes = Disc();
        TensorAssert.AreEqual(Deformation.Apply(planes, 0, new SplitMix64(1)), planes, "planes");
    }

    [Test]
    public void The_whole_share_moves_and_resizes_within_its_ranges()
    {
        using var scope = NewDisposeScope();
        var planes = Disc();
        var (area, random) = (planes.sum().item<float>(), new SplitMix64(2));
        for (var i = 0; i < 50; i++)
        {
            var changed = Deformation.Apply(planes, 1, random);
            var ratio = changed.sum().item<float>() / area;
            var rows = arange(64f).reshape(64, 1);
            var middle = (changed[0, 0] * rows).sum().item<float>() / changed.sum().item<float>();

            // Areas scale by 0.64 to 1.44; the elastic part and the grid add some.
            Assert.Multiple(() =>
            {
                Assert.That(ratio, Is.InRange(0.5, 1.75));
                Assert.That(middle, Is.EqualTo(31.5).Within(64 * (0.1 + 0.04) * 1.3));
                Assert.That(changed.equal(planes).all().item<bool>(), Is.False);
            });
        }
    }

    private static Tensor Disc()
    {
        var (y, x) = (arange(64f).reshape(64, 1) - 31.5, arange(64f).reshape(1, 64) - 31.5);
        return ((y * y + x * x) < 15 * 15).to(float32).reshape(1, 1, 64, 64);
    }
}
