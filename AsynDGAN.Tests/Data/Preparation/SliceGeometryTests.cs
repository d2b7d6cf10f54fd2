using AsynDGAN.Core.Data.Preparation;
using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data.Preparation;

public class SliceGeometryTests
{
    [TestCase(-3, 2, 20, TestName = "A square beyond the top")]
    [TestCase(4, 5, 8, TestName = "A square inside")]
    [TestCase(-2, -4, 30, TestName = "A square around the picture")]
    public void A_mask_comes_back_to_its_own_grid(int top, int left, int side)
    {
        // On a grid of twice the square's side nothing is lost, so what lies in the square comes back exactly.
        using var scope = NewDisposeScope();
        var geometry = new SliceGeometry(14, 18, new CropSquare(top, left, side), 2 * side);
        var own = (rand([1, 2, 14, 18], generator: new Generator(3)) > 0.5).to(ScalarType.Byte);
        var expected = zeros_like(own);
        var square = zeros([1, 2, side, side], ScalarType.Byte);
        for (var y = 0; y < 14; y++)
        {
            for (var x = 0; x < 18; x++)
            {
                if (y >= top && y < top + side && x >= left && x < left + side)
                {
                    expected[0, TensorIndex.Colon, y, x] = own[0, TensorIndex.Colon, y, x];
                    square[0, TensorIndex.Colon, y - top, x - left] = own[0, TensorIndex.Colon, y, x];
                }
            }
        }

        var back = geometry.ToOwnGrid(square.repeat_interleave(2, 2).repeat_interleave(2, 3));
        Assert.That(back.shape, Is.EqualTo(new long[] { 1, 2, 14, 18 }));
        Assert.That(back.dtype, Is.EqualTo(ScalarType.Byte));
        Assert.That(back.equal(expected).all().item<bool>());
    }

    [TestCase(10, 10, 0, 0, 10)]
    [TestCase(10, 14, -2, 0, 14)]
    [TestCase(15, 10, 0, -2, 15)]
    public void The_whole_square_has_the_picture_in_its_middle(int height, int width, int top, int left, int side) =>
        Assert.That(CropSquare.Whole(height, width), Is.EqualTo(new CropSquare(top, left, side)));

    [Test]
    public void A_square_around_a_box_has_a_margin_and_the_box_in_its_middle()
    {
        var square = CropSquare.Around(20, 119, 40, 99);
        Assert.That(square, Is.EqualTo(new CropSquare(17, 17, 106)));
        Assert.That(CropSquare.Around(0, 9, 0, 9), Is.EqualTo(new CropSquare(-1, -1, 12)), "one pixel at least; beyond the picture");
    }
}
