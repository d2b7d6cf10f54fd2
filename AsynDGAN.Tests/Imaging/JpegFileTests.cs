using System.Buffers.Binary;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Imaging;

public class JpegFileTests
{
    [Test]
    public void Grey_is_one_channel()
    {
        var got = ImageFile.Decode(JpegSample.Grey(16, 24, 130), "sample");
        Assert.That((got.Height, got.Width, got.Channels, got.Bits), Is.EqualTo((16, 24, 1, 8)));
        Assert.That(got.Values, Has.All.InRange(129, 131));
    }

    [Test]
    public void Colour_is_three_channels_red_first()
    {
        var got = ImageFile.Decode(JpegSample.Colour(16, 24, 200, 120, 40), "sample");
        Assert.That((got.Height, got.Width, got.Channels, got.Bits), Is.EqualTo((16, 24, 3, 8)));
        Assert.That((double)got[8, 8, 0], Is.EqualTo(200).Within(3));
        Assert.That((double)got[8, 8, 1], Is.EqualTo(120).Within(3));
        Assert.That((double)got[8, 8, 2], Is.EqualTo(40).Within(3));
    }

    [Test]
    public void A_jpeg_cut_anywhere_is_refused()
    {
        var bytes = JpegSample.Grey(40, 40, 130);
        for (var length = 0; length < bytes.Length; length++)
        {
            Pixels.Refused(bytes[..length]);
        }
    }

    [Test]
    public void A_truncated_jpeg_is_called_truncated()
    {
        var bytes = JpegSample.Colour(40, 40, 1, 2, 3);
        Assert.That(Pixels.Refused(bytes[..^2]).Message, Does.Contain("truncated"));
    }

    [Test]
    public void Bytes_after_the_end_mark_do_no_harm()
    {
        var bytes = JpegSample.Grey(16, 16, 130);
        Pixels.AssertSame(ImageFile.Decode([.. bytes, 0, 0, 7], "sample"), ImageFile.Decode(bytes, "sample"));
    }

    [Test]
    public void An_end_mark_within_a_thumbnail_does_not_hide_a_cut()
    {
        var bytes = JpegSample.Grey(16, 16, 130);
        byte[] thumbnail = [0xFF, 0xE1, 0, 6, 0xFF, 0xD8, 0xFF, 0xD9];
        byte[] whole = [.. bytes[..2], .. thumbnail, .. bytes[2..]];
        Assert.That(ImageFile.Decode(whole, "sample").Width, Is.EqualTo(16));
        Assert.That(Pixels.Refused(whole[..^2]).Message, Does.Contain("truncated"));
    }

    [Test]
    public void A_lossless_frame_is_named()
    {
        var bytes = JpegSample.Grey(16, 16, 130);
        bytes[Frame(bytes) + 1] = 0xC3;
        Assert.That(Pixels.Refused(bytes).Message, Does.Contain("frame type 3"));
    }

    [Test]
    public void A_forged_size_is_refused_before_anything_is_allocated([Values(60000, 9000)] int size)
    {
        var bytes = JpegSample.Grey(16, 16, 130);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(Frame(bytes) + 5), (ushort)size);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(Frame(bytes) + 7), (ushort)size);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(Pixels.Refused(bytes).Message, Does.Contain($"{size}x{size} pixels"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    private static int Frame(byte[] bytes) => bytes.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
}
