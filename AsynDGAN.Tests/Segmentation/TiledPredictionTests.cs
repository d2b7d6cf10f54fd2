using AsynDGAN.Core.Segmentation;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Segmentation;

public class TiledPredictionTests
{
    [TestCase(40, 57)]
    [TestCase(16, 16)]
    [TestCase(9, 33)]
    [TestCase(5, 7)]
    public void A_prediction_that_looks_at_single_pixels_does_not_see_the_tiles(int height, int width)
    {
        using var scope = NewDisposeScope();
        var image = randn([1, 3, height, width]);
        var got = TiledPrediction.Of(tiles => tiles * 3, image, 16);
        Assert.That((got - (image * 3).softmax(1)).abs().max().item<float>(), Is.LessThan(1e-6));
        var single = image.narrow(1, 0, 1);
        Assert.That((TiledPrediction.Of(tiles => tiles, single, 16) - single.sigmoid()).abs().max().item<float>(), Is.LessThan(1e-6));
    }

    [Test]
    public void Errors_at_the_edges_of_tiles_count_little()
    {
        using var scope = NewDisposeScope();
        var got = TiledPrediction.Of(WrongAtTheEdges, zeros([1, 1, 64, 64]), 16);

        // Right is near 0. Inside, an edge of one tile is near the middle of another.
        Assert.That(got.narrow(2, 8, 48).narrow(3, 8, 48).max().item<float>(), Is.LessThan(0.25));
        Assert.That(got[0, 0, 0, 0].item<float>(), Is.GreaterThan(0.99));
    }

    [TestCase(16, 16, new[] { 0 })]
    [TestCase(17, 16, new[] { 0, 1 })]
    [TestCase(40, 16, new[] { 0, 8, 16, 24 })]
    public void Tiles_overlap_by_half_and_end_with_the_picture(int length, int tile, int[] expected) =>
        Assert.That(TiledPrediction.Starts(length, tile), Is.EqualTo(expected));

    private static Tensor WrongAtTheEdges(Tensor tiles)
    {
        var logits = full_like(tiles, 20);
        logits.narrow(2, 1, 14).narrow(3, 1, 14).fill_(-20);
        return logits;
    }
}
