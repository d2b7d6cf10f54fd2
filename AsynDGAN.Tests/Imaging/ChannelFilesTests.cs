using AsynDGAN.Core;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Imaging;

public class ChannelFilesTests
{
    [Test]
    public void Channels_that_are_too_large_for_one_picture_are_refused()
    {
        var channel = new PixelArray(1000, 1000, 1, 8, new ushort[1_000_000]);
        PixelArray[] channels = [.. Enumerable.Repeat(channel, 2200)];
        string[] paths = [.. Enumerable.Range(0, channels.Length).Select(i => $"sites/{i}.png")];
        Assert.That(() => ChannelFiles.Joined(paths, channels), Throws.TypeOf<UserException>().With.Message.StartsWith("0.png: 2200 channels of 1000x1000 pixels; "));
    }
}
