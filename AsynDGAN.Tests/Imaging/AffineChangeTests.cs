using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Imaging;

public class AffineChangeTests
{
    [Test]
    public void A_quarter_turn_is_clockwise_as_seen()
    {
        using var scope = NewDisposeScope();
        var labels = arange(16, dtype: float32).reshape(1, 1, 4, 4);
        var turned = GridSampling.Nearest(labels, new AffineChange(90).Grid(4, 4, CPU));
        Assert.That(turned.equal(labels.rot90(-1, (2, 3))).all().item<bool>());
    }

    [Test]
    public void A_shift_moves_right_and_down_and_the_background_comes_in()
    {
        using var scope = NewDisposeScope();
        var image = rand(1, 1, 4, 4) * 2 - 1;
        var moved = GridSampling.Bilinear(image, new AffineChange(0) { ShiftX = 0.25, ShiftY = 0.5 }.Grid(4, 4, CPU));
        var expected = full([1, 1, 4, 4], -1f);
        expected[.., .., 2.., 1..] = image[.., .., ..2, ..3];
        Assert.That(moved.allclose(expected, 0, 1e-6));
    }

    [Test]
    public void The_grid_is_the_inverse_of_turn_shear_scale_and_shift()
    {
        var random = new SplitMix64(1);
        for (var i = 0; i < 20; i++)
        {
            using var scope = NewDisposeScope();
            var change = new AffineChange(random.Between(-180, 180))
            {
                Scale = random.Between(0.5, 2),
                Shear = random.Between(-0.3, 0.3),
                ShiftX = random.Between(-1, 1),
                ShiftY = random.Between(-1, 1),
            };
            var (cos, sin) = (Math.Cos(change.Degrees * Math.PI / 180), Math.Sin(change.Degrees * Math.PI / 180));
            // y points down, so this turns clockwise as seen.
            var turn = tensor(new[] { cos, -sin, sin, cos }, [2, 2]);
            var shear = tensor(new[] { 1, -change.Shear, 0, 1 }, [2, 2]);
            var shift = tensor(new[] { 2 * change.ShiftX, 2 * change.ShiftY });
            var back = change.Grid(3, 3, CPU).to(float64).reshape(9, 2);
            var there = back.matmul((shear.matmul(turn) * change.Scale).T) + shift;
            Assert.That(there.allclose(new AffineChange(0).Grid(3, 3, CPU).to(float64).reshape(9, 2), 0, 1e-5), $"{change}");
        }
    }
}
