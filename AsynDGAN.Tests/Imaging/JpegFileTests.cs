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

    /// <summary>libjpeg's rule: JFIF's mark before Adobe's, that before the components' names.</summary>
    [TestCase("\u0001\u0002\u0003", false, null, false)]
    [TestCase("\u0000\u0001\u0002", false, null, false)]
    [TestCase("rgb", false, null, false)]
    [TestCase("RGB", false, null, true)]
    [TestCase("\u0001\u0002\u0003", false, 0, true)]
    [TestCase("\u0000\u0001\u0002", false, 0, true)]
    [TestCase("RGB", false, 1, false)]
    [TestCase("\u0000\u0001\u0002", false, 2, false)]
    [TestCase("RGB", true, null, false)]
    [TestCase("\u0001\u0002\u0003", true, 0, false)]
    [TestCase("RGB", true, 0, false)]
    [TestCase("\u0000\u0001\u0002", true, 1, false)]
    public void Three_channels_are_of_the_colours_that_the_marks_and_names_tell(string names, bool isJfif, int? transform, bool areRgb)
    {
        var bytes = Named(names);
        byte[] marks = [.. isJfif ? jfif : [], .. transform is { } told ? Adobe(told) : []];
        AssertColours([.. bytes[..2], .. marks, .. bytes[2..]], areRgb);
    }

    [Test]
    public void Marks_of_colours_count_up_to_the_first_scan()
    {
        var bytes = Named("\u0001\u0002\u0003");
        var (scan, end) = (bytes.AsSpan().IndexOf([(byte)0xFF, (byte)0xDA]), bytes.Length - 2);
        AssertColours([.. bytes[..scan], .. Adobe(0), .. bytes[scan..]], areRgb: true);
        AssertColours([.. bytes[..scan], .. jfif, .. Adobe(0), .. bytes[scan..]], areRgb: false);
        AssertColours([.. bytes[..end], .. Adobe(0), .. bytes[end..]], areRgb: false);
    }

    private static readonly byte[] jfif = [0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 1, 0, 72, 0, 72, 0, 0];

    private static byte[] Adobe(int transform) => [0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, (byte)transform];

    /// <summary>Of three scans, with other names of the components.</summary>
    private static byte[] Named(string names)
    {
        var bytes = JpegSample.Scans(3, 0);
        var scan = 0;
        for (var i = 0; i < 3; i++)
        {
            bytes[Frame(bytes) + 10 + 3 * i] = (byte)names[i];
            scan += bytes.AsSpan(scan).IndexOf([(byte)0xFF, (byte)0xDA]) + 5;
            bytes[scan] = (byte)names[i];
        }

        return bytes;
    }

    /// <summary>Of such a file whose first block's means are known.</summary>
    private static void AssertColours(byte[] bytes, bool areRgb)
    {
        var (first, second, third) = (119.0, 210.0, 101.0);
        var (blue, red) = (second - 128, third - 128);
        double[] expected = areRgb ? [first, second, third] : [first + 1.402 * red, first - 0.344136 * blue - 0.714136 * red, first + 1.772 * blue];
        Assert.That(ImageFile.Decode(bytes, "sample").Values.Take(3).Select(value => (double)value), Is.EqualTo(expected.Select(value => Math.Clamp(value, 0, 255))).Within(1.5));
    }

    private static int Frame(byte[] bytes) => bytes.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
}
