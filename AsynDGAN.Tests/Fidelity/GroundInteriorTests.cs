using AsynDGAN.Core.Fidelity;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Fidelity;

public class GroundInteriorTests
{
    [Test]
    public void It_lies_five_pixels_of_64_inside_the_outline_but_reaches_the_picture_s_edge()
    {
        using var scope = NewDisposeScope();
        var ground = zeros([1, 1, 64, 64], ScalarType.Bool);
        ground[TensorIndex.Ellipsis, TensorIndex.Slice(10, 40), TensorIndex.Slice(0, 30)] = true;
        var expected = zeros_like(ground);
        expected[TensorIndex.Ellipsis, TensorIndex.Slice(15, 35), TensorIndex.Slice(0, 25)] = true;
        Assert.That(GroundInterior.Of(ground).eq(expected).all().item<bool>());
    }

    [Test]
    public void A_thin_ground_is_its_own_interior_and_an_empty_one_the_whole_picture()
    {
        using var scope = NewDisposeScope();
        var grounds = zeros([2, 1, 64, 64], ScalarType.Bool);
        grounds[0, 0, 30] = true;
        grounds[0, 0, 31] = true;
        var interiors = GroundInterior.Of(grounds);
        Assert.That(interiors[0].eq(grounds[0]).all().item<bool>());
        Assert.That(interiors[1].all().item<bool>());
    }
}
