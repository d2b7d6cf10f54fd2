using AsynDGAN.Core.Fidelity;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Fidelity;

public class FreeGroundTests
{
    [Test]
    public void It_lies_five_pixels_of_64_inside_the_outline_but_reaches_the_picture_s_edge()
    {
        using var scope = NewDisposeScope();
        var ground = zeros([1, 1, 64, 64], ScalarType.Bool);
        ground[TensorIndex.Ellipsis, TensorIndex.Slice(10, 40), TensorIndex.Slice(0, 30)] = true;
        var expected = zeros_like(ground);
        expected[TensorIndex.Ellipsis, TensorIndex.Slice(15, 35), TensorIndex.Slice(0, 25)] = true;
        Assert.That(FreeGround.Of(ground, zeros_like(ground).to(float32)).eq(expected).all().item<bool>());
    }

    [Test]
    public void A_pixel_of_any_ground_is_inside_where_no_pixel_within_the_border_lies_outside()
    {
        using var scope = NewDisposeScope();
        var ground = ones([1, 1, 64, 64], ScalarType.Bool);
        var random = new Random(1);
        (int Row, int Column)[] outside = [.. Enumerable.Range(0, 12).Select(_ => (random.Next(64), random.Next(64)))];
        var expected = ones_like(ground);
        foreach (var (row, column) in outside)
        {
            ground[0, 0, row, column] = false;
            expected[0, 0, TensorIndex.Slice(Math.Max(0, row - 5), row + 6), TensorIndex.Slice(Math.Max(0, column - 5), column + 6)] = false;
        }

        Assert.That(FreeGround.Of(ground, zeros_like(ground).to(float32)).eq(expected).all().item<bool>());
    }

    [Test]
    public void A_thin_ground_is_all_compared_and_of_an_empty_one_the_whole_picture()
    {
        using var scope = NewDisposeScope();
        var grounds = zeros([2, 1, 64, 64], ScalarType.Bool);
        grounds[0, 0, 30] = true;
        grounds[0, 0, 31] = true;
        var free = FreeGround.Of(grounds, zeros([2, 1, 64, 64]));
        Assert.That(free[0].eq(grounds[0]).all().item<bool>());
        Assert.That(free[1].all().item<bool>());
    }

    [Test]
    public void The_object_is_taken_out_unless_that_leaves_too_little()
    {
        using var scope = NewDisposeScope();
        var grounds = ones([2, 1, 64, 64], ScalarType.Bool);
        var objects = zeros([2, 1, 64, 64]);
        objects[0, 0, TensorIndex.Slice(0, 48)] = 1;
        objects[1, 0, TensorIndex.Slice(0, 49)] = 1;
        var free = FreeGround.Of(grounds, objects);
        Assert.That(free[0].eq(objects[0] == 0).all().item<bool>());
        Assert.That(free[1].all().item<bool>());
    }
}
