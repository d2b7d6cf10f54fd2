using AsynDGAN.Core.Figures;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Figures;

public class ConditionPictureTests
{
    [Test]
    public void The_tumour_is_bright_upon_a_dark_head()
    {
        using var condition = tensor(new float[] { -1, -1, 1, -1, -1, 1, 1, 1 }).reshape(2, 1, 4);
        var picture = ConditionPicture.Of(condition);
        Assert.That((picture.Height, picture.Width, picture.Channels, picture.Bits), Is.EqualTo((1, 4, 1, 8)));
        Assert.That(picture.Values, Is.EqualTo(new ushort[] { 0, 80, 255, 80 }));
    }

    [Test]
    public void The_smaller_area_shows_whatever_the_order_of_channels()
    {
        using var condition = tensor(new float[] { -1, 1, 1, 1, -1, -1, 1, -1 }).reshape(2, 1, 4);
        Assert.That(ConditionPicture.Of(condition).Values, Is.EqualTo(new ushort[] { 0, 255, 80, 255 }));
    }

    [Test]
    public void A_single_channel_is_white_on_black()
    {
        using var condition = tensor(new float[] { -1, 1 }).reshape(1, 2, 1);
        Assert.That(ConditionPicture.Of(condition).Values, Is.EqualTo(new ushort[] { 0, 255 }));
    }

    [Test]
    public void No_tensor_is_left_behind()
    {
        using var condition = ones(3, 4, 4);
        using var scope = NewDisposeScope();
        ConditionPicture.Of(condition);
        Assert.That(scope.DisposablesCount, Is.Zero);
    }
}
