using AsynDGAN.Core.Imaging;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;

namespace AsynDGAN.Tests.Imaging;

/// <summary>JPEG files that have their end mark, and all of their blocks or not, or codes that there are not.</summary>
public class JpegScanTests
{
    private static readonly byte[] endMark = [0xFF, 0xD9];

    // 20x12 pixels of noise in colour, in ten scans.
    private static readonly byte[] progressive = File.ReadAllBytes(Path.Combine(TestContext.CurrentContext.TestDirectory, "TestData", "progressive.jpg"));

    private static int[] Scans => [.. Enumerable.Range(0, progressive.Length - 1).Where(i => progressive[i] == 0xFF && progressive[i + 1] == 0xDA)];

    [Test]
    public void A_progressive_file_without_its_last_scans_is_cut([Range(1, 10)] int scans)
    {
        Assert.That(Scans, Has.Length.EqualTo(10));
        byte[] bytes = scans == 10 ? progressive : [.. progressive[..Scans[scans]], .. endMark];
        Assert.That(JpegScan.FaultOf(bytes), Is.EqualTo(scans == 10 ? null : (JpegFault?)JpegFault.Cut));
        Assert.That(JpegScan.FaultOf([.. bytes, 0xFF, 0xC2, 0]), Is.EqualTo(JpegScan.FaultOf(bytes)), "bytes after the end mark");
    }

    [Test]
    public void A_progressive_file_that_lacks_bytes_of_any_scan_is_refused([Range(0, 9)] int scan)
    {
        var start = Scans[scan] + 4 + 2 * progressive[Scans[scan] + 4] + 4;
        var end = Enumerable.Range(start, progressive.Length).First(i => progressive[i] == 0xFF && progressive[i + 1] != 0);
        Assert.That(JpegScan.FaultOf([.. progressive[..start], .. progressive[(end - (end - start) / 4)..]]), Is.Not.Null);
    }

    [Test]
    public void A_progressive_file_that_lacks_any_one_scan_is_refused([Range(0, 9)] int scan)
    {
        // Tables that stand before the next scan stay.
        var next = scan == 9 ? progressive.Length - 2 : Scans[scan + 1];
        var tables = Enumerable.Range(Scans[scan] + 2, next - Scans[scan] - 2).FirstOrDefault(i => progressive[i] == 0xFF && progressive[i + 1] == 0xC4, next);
        Assert.That(JpegScan.FaultOf([.. progressive[..Scans[scan]], .. progressive[tables..]]), Is.Not.Null);
    }

    [Test]
    public void A_file_without_a_scan_of_each_component_is_cut()
    {
        var grey = JpegSample.Grey(16, 16, 90);
        var frame = Array.FindIndex(grey, value => value == 0xC0);
        byte[] declared = [.. grey[..(frame + 1)], 0, 17, .. grey[(frame + 3)..(frame + 8)], 3, .. grey[(frame + 9)..(frame + 12)], 2, 0x11, 0, 3, 0x11, 0, .. grey[(frame + 12)..]];
        Assert.That((JpegScan.FaultOf(grey), JpegScan.FaultOf(declared)), Is.EqualTo(((JpegFault?)null, (JpegFault?)JpegFault.Cut)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Codes_that_the_tables_have_not_are_called_damaged(bool isProgressive)
    {
        // The codes of a table never are ones alone.
        var bytes = isProgressive ? [.. progressive] : Encoded(JpegColorType.YCbCrRatio444, 64, 64, 90);
        var start = Array.FindIndex(bytes, value => value == 0xDA) + 40;
        for (var i = 0; i < 6; i += 2)
        {
            (bytes[start + i], bytes[start + i + 1]) = (0xFF, 0);
        }

        Assert.That(Pixels.Refused(bytes).Message, Does.Contain("is damaged: the JPEG's packed data hold codes that mean nothing"));
    }

    [Test]
    public void A_whole_file_is_not_cut(
        [Values(JpegColorType.Luminance, JpegColorType.YCbCrRatio444, JpegColorType.YCbCrRatio420)] JpegColorType colour,
        [Values(8, 33, 100)] int width,
        [Values(1, 16, 57)] int height,
        [Values(5, 60, 100)] int quality)
    {
        var bytes = Encoded(colour, height, width, quality);
        Assert.That(JpegScan.FaultOf(bytes), Is.Null);
        Assert.That(ImageFile.Decode(bytes, "sample").Width, Is.EqualTo(width));
    }

    [Test]
    public void What_another_encoder_wrote_is_not_cut_until_it_is([Values(30, 95)] int quality)
    {
        using var bitmap = new SkiaSharp.SKBitmap(61, 47);
        var random = new Random(3);
        for (var i = 0; i < 61 * 47; i++)
        {
            bitmap.SetPixel(i % 61, i / 61, new SkiaSharp.SKColor((uint)random.Next() | 0xFF000000));
        }

        using var data = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Jpeg, quality);
        var bytes = data.ToArray();
        Assert.That(JpegScan.FaultOf(bytes), Is.Null);
        Assert.That(JpegScan.FaultOf([.. bytes[..(bytes.Length * 3 / 4)], .. endMark]), Is.EqualTo(JpegFault.Cut));
    }

    [Test]
    public void Data_that_end_early_are_called_truncated_although_the_end_mark_is_there(
        [Values(JpegColorType.Luminance, JpegColorType.YCbCrRatio444, JpegColorType.YCbCrRatio420)] JpegColorType colour, [Values(20, 200, 1000)] int missing)
    {
        var bytes = Encoded(colour, 64, 64, 90);
        byte[] cut = [.. bytes[..^(missing + 2)], .. endMark];
        Assert.That(Pixels.Refused(cut).Message, Does.Contain("is truncated: the JPEG's packed data end before its last block"));
    }

    [TestCase(new[] { 0, 2, 3 }, true, TestName = "A_restart_mark_that_is_lost_is_damage")]
    [TestCase(new[] { 0, 0, 1 }, true, TestName = "A_restart_mark_that_is_doubled_is_damage")]
    [TestCase(new[] { 1, 0, 2 }, true, TestName = "Restart_marks_that_changed_places_are_damage")]
    [TestCase(new[] { 0, 1, 2 }, false, TestName = "Restart_marks_in_their_order_are_none")]
    public void Restart_marks_in_another_order_are_damage(int[] order, bool isDamaged)
    {
        var bytes = JpegSample.Scans(1, 4, number => [0xFF, (byte)(0xD0 + order[number])]);
        Assert.That(JpegScan.FaultOf(bytes), Is.EqualTo(isDamaged ? (JpegFault?)JpegFault.Damaged : null));
    }

    [Test]
    public void Bytes_that_fill_up_before_a_restart_mark_do_no_harm([Values(1, 3, 16)] int interval) => Pixels.AssertSame(
        ImageFile.Decode(JpegSample.Scans(1, interval, number => [0xFF, 0xFF, 0xFF, (byte)(0xD0 + number % 8)]), "sample"),
        ImageFile.Decode(JpegSample.Scans(1, 0), "sample"));

    [Test]
    public void Restart_marks_in_several_scans_are_refused_where_the_decoder_does_not_find_them(
        [Values(1, 2, 3, 5, 8, 15, 16, 17, 20, 32, 40, 47, 48, 60)] int interval, [Values] bool isProgressive, [Values] bool isToldAnew)
    {
        var bytes = JpegSample.Scans(3, interval, isProgressive: isProgressive, isToldAnew: isToldAnew);
        var isFound = ManagedPictures.Decode(bytes, "sample", 3, 8).Values.SequenceEqual(ImageFile.Decode(JpegSample.Scans(3, 0, isProgressive: isProgressive), "sample").Values);
        Assert.That(JpegScan.FaultOf(bytes), Is.EqualTo(isFound ? null : (JpegFault?)JpegFault.RestartsInScans));
        Assert.That(isFound, Is.EqualTo(isToldAnew || 16 % interval == 0 || interval is 32 or >= 48));
        if (!isFound)
        {
            Assert.That(Pixels.Refused(bytes).Message, Does.Contain("is a JPEG with restart marks in several scans"));
        }
    }

    private static byte[] Encoded(JpegColorType colour, int height, int width, int quality)
    {
        using var image = new Image<Rgb24>(width, height);
        var random = new Random(5);
        for (var i = 0; i < height * width; i++)
        {
            image[i % width, i / width] = new Rgb24((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
        }

        using var stream = new MemoryStream();
        image.Save(stream, new JpegEncoder { ColorType = colour, Quality = quality });
        return stream.ToArray();
    }
}
