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

    [TestCase("1 23")]
    [TestCase("12 3")]
    [TestCase("23 1")]
    public void A_scan_of_some_components_is_refused_where_the_decoder_takes_it_for_one_of_all(string components)
    {
        int[][] scans = [.. components.Split(' ').Select(scan => scan.Select(letter => letter - '0').ToArray())];
        Assert.That(Pixels.Refused(JpegSample.Scans(3, 0, scans: scans)).Message, Does.Contain("is a JPEG with a scan of several of its channels, but not all"));
        Pixels.AssertSame(
            ImageFile.Decode(JpegSample.Scans(3, 0, isProgressive: true, scans: scans), "sample"),
            ImageFile.Decode(JpegSample.Scans(3, 0, scans: [[1, 2, 3]]), "sample"));
    }

    [TestCase(new byte[] { 0x31, 0x21, 0x11 }, true)]
    [TestCase(new byte[] { 0x12, 0x13, 0x11 }, true)]
    [TestCase(new byte[] { 0x41, 0x21, 0x11 }, false)]
    [TestCase(new byte[] { 0x11, 0x13, 0x11 }, false)]
    public void Factors_of_sampling_that_do_not_divide_the_largest_are_refused(byte[] factors, bool isRefused)
    {
        var bytes = JpegSample.Scans(3, 0);
        for (var i = 0; i < 3; i++)
        {
            bytes[At(bytes, 0xC0) + 11 + 3 * i] = factors[i];
        }

        Assert.That(Pixels.Refused(bytes).Message, isRefused ? Does.Contain("sampled at ratios such as 3 to 2") : Does.Not.Contain("sampled"));
    }

    [Test]
    public void Components_of_one_name_are_refused([Values] bool isProgressive)
    {
        var bytes = JpegSample.Scans(3, 0, isProgressive: isProgressive);
        var frame = At(bytes, (byte)(isProgressive ? 0xC2 : 0xC0));
        (bytes[frame + 13], bytes[frame + 16]) = (1, 1);
        for (var scan = 0; scan < 3; scan++)
        {
            bytes[At(bytes, 0xDA, scan) + 5] = 1;
        }

        Assert.That(Pixels.Refused(bytes).Message, Does.Contain("several channels have the same name"));
    }

    [Test]
    public void A_table_that_is_missing_is_damage([Values(0xDB, 0xC4)] int marker, [Values(1, 3)] int components, [Values] bool isProgressive)
    {
        var bytes = JpegSample.Scans(components, 0, isProgressive: isProgressive);
        var at = At(bytes, (byte)marker);
        byte[] lacking = [.. bytes[..at], .. bytes[(at + 4 + bytes[at + 3] - 2)..]];
        Assert.That(JpegScan.FaultOf(bytes), Is.Null);
        Assert.That(Pixels.Refused(lacking).Message, Does.Contain("is damaged: a quantisation or Huffman table of the JPEG is missing"));
    }

    [TestCase(0x10, false, true, TestName = "Means_by_a_table_that_is_not_there_are_damage")]
    [TestCase(0x10, true, true, TestName = "A_progressive_scan_of_means_by_a_table_that_is_not_there_is_damage")]
    [TestCase(0x01, false, true, TestName = "Coefficients_by_a_table_that_is_not_there_are_damage")]
    [TestCase(0x01, true, false, TestName = "A_progressive_scan_of_means_needs_no_other_table")]
    public void Tables_are_those_that_a_scan_names(int names, bool isProgressive, bool isDamaged)
    {
        var bytes = JpegSample.Scans(3, 0, isProgressive: isProgressive);
        bytes[At(bytes, 0xDA, 2) + 6] = (byte)names;
        Assert.That(JpegScan.FaultOf(bytes), Is.EqualTo(isDamaged ? (JpegFault?)JpegFault.TableMissing : null));
    }

    [Test]
    public void Further_bits_of_means_need_no_table()
    {
        byte[] bytes = [.. progressive];
        var isFurther = false;
        foreach (var scan in Scans)
        {
            var (band, count) = (scan + 5 + 2 * bytes[scan + 4], bytes[scan + 4]);
            for (var i = 0; i < count && bytes[band] == 0 && bytes[band + 2] >> 4 != 0; i++)
            {
                (isFurther, bytes[scan + 6 + 2 * i]) = (true, 0x33);
            }
        }

        Assert.That(isFurther);
        Assert.That(JpegScan.FaultOf(bytes), Is.Null);
    }

    [Test]
    public void A_components_quantisation_table_is_there_at_its_first_scan([Values] bool isProgressive)
    {
        var bytes = JpegSample.Scans(3, 0, isProgressive: isProgressive);
        var frame = At(bytes, (byte)(isProgressive ? 0xC2 : 0xC0));
        (bytes[frame + 15], bytes[frame + 18]) = (1, 1);
        Assert.That(JpegScan.FaultOf(bytes), Is.EqualTo(JpegFault.TableMissing), "nowhere");
        Assert.That(JpegScan.FaultOf(With(bytes, At(bytes, 0xDA, 1), 0xDB, [1, .. Quantiser(0)])), Is.EqualTo(JpegFault.TableMissing), "of zeros");
        Assert.That(JpegScan.FaultOf(With(bytes, At(bytes, 0xDA, 2), 0xDB, [1, .. Quantiser(1)])), Is.EqualTo(JpegFault.TableMissing), "behind the first of its components");
        Pixels.AssertSame(
            ImageFile.Decode(With(bytes, At(bytes, 0xDA, 1), 0xDB, [1, .. Quantiser(1)]), "sample"), ImageFile.Decode(JpegSample.Scans(3, 0), "sample"));
    }

    [Test]
    public void A_quantisation_table_that_changes_behind_its_scan_is_refused([Values(1, 2, 3)] int scans, [Values] bool isProgressive)
    {
        var bytes = JpegSample.Scans(3, 0, isProgressive: isProgressive);
        var at = scans == 3 ? bytes.Length - 2 : At(bytes, 0xDA, scans);
        Assert.That(Pixels.Refused(With(bytes, at, 0xDB, [0, .. Quantiser(2)])).Message, Does.Contain("is a JPEG whose quantisation tables change"));
        foreach (byte[] harmless in new byte[][]
        {
            [0, .. Quantiser(1)],
            [0x10, .. Quantiser(1).SelectMany(value => new byte[] { 0, value })],
            [0, .. Quantiser(2), 0, .. Quantiser(1)],
            [1, .. Quantiser(2)],
        })
        {
            Pixels.AssertSame(ImageFile.Decode(With(bytes, at, 0xDB, harmless), "sample"), ImageFile.Decode(bytes, "sample"));
        }
    }

    [TestCase(1)]
    [TestCase(3)]
    public void A_quantisation_table_behind_the_one_scan_does_no_harm(int components)
    {
        var bytes = JpegSample.Scans(components, 0, scans: [[.. Enumerable.Range(1, components)]]);
        Pixels.AssertSame(ImageFile.Decode(With(bytes, bytes.Length - 2, 0xDB, [0, .. Quantiser(2)]), "sample"), ImageFile.Decode(bytes, "sample"));
    }

    [TestCase(0xF0, 3, true, TestName = "A_table_behind_an_unknown_segment_of_odd_length_is_missed")]
    [TestCase(0xF0, 4, false, TestName = "A_table_behind_an_unknown_segment_of_even_length_is_found")]
    [TestCase(0xE5, 3, false, TestName = "A_table_behind_a_programs_own_segment_is_found")]
    [TestCase(0xFE, 3, false, TestName = "A_table_behind_a_comment_is_found")]
    public void Tables_that_the_decoder_passes_over_are_missing(int marker, int length, bool isMissed)
    {
        var bytes = JpegSample.Scans(3, 0);
        var with = With(bytes, At(bytes, 0xC4), (byte)marker, new byte[length]);
        Assert.That(JpegScan.FaultOf(with), Is.EqualTo(isMissed ? (JpegFault?)JpegFault.TableMissing : null));
        if (!isMissed)
        {
            Pixels.AssertSame(ImageFile.Decode(with, "sample"), ImageFile.Decode(bytes, "sample"));
        }
    }

    [Test]
    public void Bytes_between_the_segments_are_refused_where_what_follows_may_be_missed()
    {
        var bytes = JpegSample.Scans(3, 0);
        var (codes, scan) = (At(bytes, 0xC4), At(bytes, 0xDA, 1));
        Assert.That(JpegScan.FaultOf([.. bytes[..codes], 7, .. bytes[codes..]]), Is.EqualTo(JpegFault.TableMissing));
        Assert.That(JpegScan.FaultOf([.. bytes[..scan], 7, .. bytes[scan..]]), Is.EqualTo(JpegFault.Damaged));
        Assert.That(JpegScan.FaultOf([.. bytes[..codes], 0xFF, .. bytes[codes..scan], 0xFF, 0xFF, .. bytes[scan..]]), Is.Null, "bytes that fill up");
        Assert.That(JpegScan.FaultOf([.. bytes[..^2], 7, .. endMark]), Is.Null, "behind the last scan");
    }

    [Test]
    public void A_segment_that_does_not_hold_what_it_says_is_damage()
    {
        // One value more than there are, in the last of the Huffman tables.
        var bytes = JpegSample.Scans(3, 0);
        bytes[At(bytes, 0xC4) + 4 + 17 + 12 + 16] = 1;
        Assert.That(Pixels.Refused(bytes).Message, Does.Contain("is damaged: a segment of the JPEG does not hold what it has to"));
    }

    /// <summary>Where the marker stands, so many of it passed over.</summary>
    private static int At(byte[] bytes, byte marker, int passed = 0) =>
        Enumerable.Range(0, bytes.Length - 1).Where(i => bytes[i] == 0xFF && bytes[i + 1] == marker).ElementAt(passed);

    private static byte[] With(byte[] bytes, int at, byte marker, byte[] segment) =>
        [.. bytes[..at], 0xFF, marker, 0, (byte)(segment.Length + 2), .. segment, .. bytes[at..]];

    private static byte[] Quantiser(byte step) => [.. Enumerable.Repeat(step, 64)];

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
