using System.Buffers.Binary;
using AsynDGAN.Core.Imaging;
using BitMiracle.LibTiff.Classic;

namespace AsynDGAN.Tests.Imaging;

public class TiffFileTests
{
    private static readonly Compression[] compressions =
        [Compression.NONE, Compression.LZW, Compression.ADOBE_DEFLATE, Compression.DEFLATE, Compression.PACKBITS];

    [Test]
    public void Pixels_come_back_exactly(
        [ValueSource(nameof(compressions))] Compression compression,
        [Values(8, 16)] int bits,
        [Values(1, 3)] int channels,
        [Values] bool tiled,
        [Values] bool planar,
        [Values] bool bigEndian)
    {
        var pixels = Pixels.Random(37, 45, channels, bits);
        var bytes = new TiffSample(compression) { Tiled = tiled, Planar = planar, BigEndian = bigEndian }.Write(pixels);
        Pixels.AssertSame(ImageFile.Decode(bytes, "sample"), pixels);
    }

    [Test]
    public void What_is_written_is_read_back_exactly([Values(8, 16)] int bits, [Values(1, 3)] int channels)
    {
        var pixels = Pixels.Random(37, 45, channels, bits);
        using var written = new MemoryStream();
        TiffFile.Write(pixels, written);
        Pixels.AssertSame(ImageFile.Decode(written.ToArray(), "written"), pixels);
    }

    [Test]
    public void A_predictor_is_undone(
        [Values(Compression.LZW, Compression.ADOBE_DEFLATE)] Compression compression,
        [Values(8, 16)] int bits,
        [Values(1, 3)] int channels,
        [Values] bool tiled)
    {
        var pixels = Pixels.Random(37, 45, channels, bits);
        var sample = new TiffSample(compression) { Predictor = Predictor.HORIZONTAL, Tiled = tiled };
        Pixels.AssertSame(ImageFile.Decode(sample.Write(pixels), "sample"), pixels);
    }

    [Test]
    public void A_predictor_is_undone_in_big_endian_files([Values(8, 16)] int bits, [Values(1, 3)] int channels)
    {
        // LibTiff writes such files wrongly (it takes differences of swapped words): written here as differences, without a
        // predictor, and with a field of the same form renamed to Predictor.
        var pixels = Pixels.Random(37, 45, channels, bits);
        var differences = pixels.Values.ToArray();
        for (var i = 0; i < differences.Length; i++)
        {
            var first = i / channels % pixels.Width == 0;
            differences[i] = (ushort)((pixels.Values[i] - (first ? 0 : pixels.Values[i - channels])) & ((1 << bits) - 1));
        }

        var sample = new TiffSample(Compression.LZW) { BigEndian = true, ResolutionUnit = 2 };
        var bytes = sample.Write(new PixelArray(37, 45, channels, bits, differences));
        byte[] resolutionUnit = [1, 40, 0, 3, 0, 0, 0, 1, 0, 2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(bytes.AsSpan().LastIndexOf(resolutionUnit)), 317);
        Pixels.AssertSame(ImageFile.Decode(bytes, "sample"), pixels);
    }

    [TestCase(1)]
    [TestCase(37)]
    [TestCase(1000)]
    public void Any_number_of_rows_a_strip_is_read(int rows)
    {
        var pixels = Pixels.Random(37, 45, 3, 8);
        Pixels.AssertSame(ImageFile.Decode(new TiffSample { RowsPerStrip = rows }.Write(pixels), "sample"), pixels);
    }

    [TestCase(8)]
    [TestCase(16)]
    public void Zero_as_white_is_inverted(int bits)
    {
        var pixels = Pixels.Random(20, 30, 1, bits);
        var got = ImageFile.Decode(new TiffSample { Photometric = Photometric.MINISWHITE }.Write(pixels), "sample");
        Assert.That(got.Values, Is.EqualTo(pixels.Values.Select(value => (ushort)((1 << bits) - 1 - value))));
    }

    [Test]
    public void Alpha_is_dropped([Values(2, 4)] int samples, [Values] bool planar, [Values] bool tiled)
    {
        var pixels = Pixels.Random(20, 30, samples, 8);
        var got = ImageFile.Decode(new TiffSample { Planar = planar, Tiled = tiled }.Write(pixels), "sample");
        Assert.That(got.Channels, Is.EqualTo(samples - 1));
        Assert.That(got.Values, Is.EqualTo(pixels.Values.Where((_, i) => i % samples != samples - 1)));
    }

    [Test]
    public void A_further_channel_that_is_no_alpha_is_not_dropped_without_a_word([Values(2, 4)] int samples) =>
        Assert.That(Pixels.Refused(new TiffSample { Extra = ExtraSample.UNSPECIFIED }.Write(Pixels.Random(5, 5, samples, 8))).Message, Does.Contain("a further channel").And.Contain("calls no alpha"));

    [Test]
    public void A_single_pixel_is_read()
    {
        var pixels = Pixels.Random(1, 1, 1, 16);
        Pixels.AssertSame(ImageFile.Decode(new TiffSample().Write(pixels), "sample"), pixels);
    }

    [Test]
    public void A_tiff_cut_anywhere_is_refused()
    {
        foreach (var sample in new[] { new TiffSample(), new TiffSample(Compression.LZW), new TiffSample(Compression.ADOBE_DEFLATE) { Tiled = true } })
        {
            var bytes = sample.Write(Pixels.Random(12, 15, 3, 8));
            for (var length = 0; length < bytes.Length; length++)
            {
                Pixels.Refused(bytes[..length]);
            }
        }
    }

    [Test]
    public void A_truncated_tiff_is_called_truncated()
    {
        var bytes = new TiffSample().Write(Pixels.Random(40, 40, 3, 8));
        Assert.That(Pixels.Refused(bytes[..(bytes.Length / 2)]).Message, Does.Contain("truncated"));
    }

    [Test]
    public void Damaged_packed_data_is_refused()
    {
        var bytes = new TiffSample(Compression.ADOBE_DEFLATE) { RowsPerStrip = 100 }.Write(Pixels.Random(40, 40, 1, 8));
        bytes.AsSpan(40, 200).Fill(0x55);
        Assert.That(Pixels.Refused(bytes).Message, Does.Contain("damaged"));
    }

    [Test]
    public void A_strip_that_is_shorter_than_its_rows_is_refused(
        [Values(Compression.NONE, Compression.LZW, Compression.ADOBE_DEFLATE, Compression.PACKBITS)] Compression compression,
        [Values(4, 10, 300)] int missing)
    {
        var bytes = new TiffSample(compression) { RowsPerStrip = 40 }.Write(Pixels.Random(40, 40, 1, 8));
        Pixels.Refused(Forged(bytes, 279, (int)Field(bytes, 279) - missing));
    }

    [Test]
    public void A_strip_of_reversed_bits_is_read_and_refused_where_it_is_cut(
        [Values(Compression.LZW, Compression.ADOBE_DEFLATE, Compression.PACKBITS)] Compression compression, [Values(4, 300)] int missing)
    {
        var pixels = Pixels.Random(40, 40, 1, 8);
        var bytes = new TiffSample(compression) { RowsPerStrip = 40, IsReversed = true }.Write(pixels);
        Assert.That(Field(bytes, 266), Is.EqualTo(2));
        Pixels.AssertSame(ImageFile.Decode(bytes, "sample"), pixels);
        Assert.That(Pixels.Refused(Forged(bytes, 279, (int)Field(bytes, 279) - missing)).Message, Does.Contain("its compressed data end"));
    }

    [Test]
    public void A_strip_of_the_older_lzw_is_read_and_refused_where_it_is_cut([Values(1, 4, 300)] int missing)
    {
        // Without strings: of the codes, whose low bits are first, one of ten bits is the 255th behind the mark that clears.
        var pixels = Pixels.Random(40, 40, 1, 8);
        var (packed, bit) = (new byte[2400], 0);
        foreach (var (place, code) in pixels.Values.Select(value => (int)value).Prepend(256).Index())
        {
            var width = place < 256 ? 9 : place < 768 ? 10 : 11;
            for (var i = 0; i < width; i++, bit++)
            {
                packed[bit / 8] |= (byte)((code >> i & 1) << (bit % 8));
            }
        }

        var sample = new TiffSample(Compression.NONE) { RowsPerStrip = 40 }.Write(new PixelArray(40, 60, 1, 8, Array.ConvertAll(packed, value => (ushort)value)));
        var bytes = Forged(Forged(Forged(sample, 256, 40), 259, 5), 279, (bit + 7) / 8);
        Pixels.AssertSame(ImageFile.Decode(bytes, "sample"), pixels);
        Assert.That(Pixels.Refused(Forged(bytes, 279, (bit + 7) / 8 - missing)).Message, Does.Contain("its compressed data end"));
    }

    [Test]
    public void A_wrong_check_sum_of_a_deflated_strip_is_refused()
    {
        var bytes = new TiffSample(Compression.ADOBE_DEFLATE) { RowsPerStrip = 40 }.Write(Pixels.Random(40, 40, 1, 8));
        bytes[Field(bytes, 273) + Field(bytes, 279) - 1] ^= 1;
        Assert.That(Pixels.Refused(bytes).Message, Does.Contain("check sum"));
    }

    [Test]
    public void Several_pages_are_refused()
    {
        Assert.That(Pixels.Refused(new TiffSample { Pages = 2 }.Write(Pixels.Random(5, 5, 1, 8))).Message, Does.Contain("several pages"));
    }

    [TestCase("ImageJ=1.53t\nimages=3\nslices=3\nunit=micron\n", 3, true)]
    [TestCase("ImageJ=1.53t\nimages=3", 3, true)]
    [TestCase("ImageJ=1.53t\nimages=3\nslices=3\n", 1, false)]
    [TestCase("ImageJ=1.53t\nunit=micron\n", 3, false)]
    [TestCase("ImageJ=1.53t\nimages=1\n", 3, false)]
    [TestCase("a picture, images=3", 3, false)]
    public void A_stack_that_imagej_put_behind_one_directory_is_refused_and_a_page_of_one_is_read(string text, int there, bool isStack)
    {
        var pixels = Pixels.Random(20, 30, 3, 16);
        byte[] bytes = [.. new TiffSample { Description = text }.Write(pixels), .. new byte[(there - 1) * 20 * 30 * 3 * 2]];
        if (isStack)
        {
            Assert.That(Pixels.Refused(bytes).Message, Does.EndWith("holds several pages"));
            return;
        }

        Pixels.AssertSame(ImageFile.Decode(bytes, "sample"), pixels);
    }

    [TestCase(16, 1)]
    [TestCase(0, 1)]
    [TestCase(2, 100_000)]
    [TestCase(12, int.MaxValue)]
    public void A_field_that_the_picture_does_not_depend_on_is_passed_over_where_it_cannot_be_read(int type, int count)
    {
        var pixels = Pixels.Random(20, 30, 3, 8);
        foreach (var bigEndian in new[] { false, true })
        {
            // The last field becomes a private one, or one that LibTiff knows, of which there are no such values.
            var sound = new TiffSample(Compression.LZW) { BigEndian = bigEndian, ResolutionUnit = 2 }.Write(pixels);
            byte[] unit = bigEndian ? [1, 40, 0, 3, 0, 0, 0, 1] : [40, 1, 3, 0, 1, 0, 0, 0];
            foreach (var tag in new[] { 296, 305, 700, 65000 })
            {
                var bytes = sound.ToArray();
                var field = bytes.AsSpan(bytes.AsSpan().LastIndexOf(unit));
                byte[] forged = [.. BitConverter.GetBytes((ushort)tag), .. BitConverter.GetBytes((ushort)type), .. BitConverter.GetBytes(count), .. BitConverter.GetBytes(100)];
                foreach (var (first, last) in bigEndian ? new[] { (0, 2), (2, 4), (4, 8), (8, 12) } : [])
                {
                    Array.Reverse(forged, first, last - first);
                }

                forged.CopyTo(field);
                Pixels.AssertSame(ImageFile.Decode(bytes, "sample"), pixels);
                Assert.That(bytes.AsSpan(sound.Length - field.Length, 12).SequenceEqual(forged), "what was given is not changed");
            }
        }
    }

    [TestCase(277)]
    [TestCase(284)]
    [TestCase(259)]
    public void A_field_that_the_picture_depends_on_has_a_known_type_and_lies_in_the_file(int tag)
    {
        var bytes = new TiffSample().Write(Pixels.Random(5, 5, 1, 8));
        Assert.That(Pixels.Refused(Forged(bytes, tag, 16, 1)).Message, Does.EndWith($"is damaged: field {tag} has the unknown type 16"));
        Assert.That(Pixels.Refused(Forged(bytes, tag, 3, 1000)).Message, Does.Contain("truncated"));
    }

    [TestCase(3, 8)]
    [TestCase(4, 16)]
    public void A_strip_may_have_more_bits_than_an_int_counts(int samples, int bits)
    {
        // The packed data are not looked at: only as many bytes as such a picture takes at least.
        const int Side = 9500;
        var bytes = new TiffSample(Compression.ADOBE_DEFLATE).Write(Pixels.Random(5, 5, samples, bits));
        var directory = new TiffDirectory([.. Forged(Forged(Forged(bytes, 256, Side), 257, Side), 278, Side), .. new byte[1 << 20]], "sample");
        Assert.That(directory.BlockBytes, Is.EqualTo((long)Side * Side * samples * bits / 8));
    }

    [Test]
    public void A_big_tiff_is_refused()
    {
        Assert.That(Pixels.Refused(new TiffSample { Big = true }.Write(Pixels.Random(5, 5, 1, 8))).Message, Does.Contain("BigTIFF"));
    }

    [Test]
    public void Floating_point_and_signed_samples_are_refused([Values(SampleFormat.IEEEFP, SampleFormat.INT)] SampleFormat format)
    {
        var fault = Pixels.Refused(new TiffSample { Format = format }.Write(Pixels.Random(5, 5, 1, 16)));
        Assert.That(fault.Message, Does.Contain("floating-point"));
        Assert.That(fault.Hint, Does.Contain("unsigned integers"));
    }

    [TestCase(258, 1, "1 bits")]
    [TestCase(258, 32, "32 bits")]
    [TestCase(259, 7, "compression 7")]
    [TestCase(262, 3, "colour kind 3")]
    [TestCase(277, 3, "3 samples")]
    [TestCase(256, 0, "0x5 pixels")]
    public void A_kind_that_is_not_read_is_named(int tag, int value, string named)
    {
        var bytes = Forged(new TiffSample().Write(Pixels.Random(5, 5, 1, 8)), tag, value);
        Assert.That(Pixels.Refused(bytes).Message, Does.Contain(named));
    }

    [Test]
    public void A_forged_size_is_refused_before_anything_is_allocated([Values(60000, 9000)] int size)
    {
        var bytes = new TiffSample(Compression.LZW).Write(Pixels.Random(5, 5, 1, 8));
        bytes = Forged(Forged(Forged(bytes, 256, size), 257, size), 278, size);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(Pixels.Refused(bytes).Message, Does.Contain($"{size}x{size} pixels"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    [Test]
    public void Real_slices_are_the_same_pixels_in_both_encodings(
        [Values("TCGA_CS_4941_19960909_15", "TCGA_HT_7877_19980917_24")] string slice, [Values("", "_mask")] string mask)
    {
        var folder = RealData.Folder("lgg-mri");
        var published = ImageFile.Read(Path.Combine(folder, "original-encoding", $"{slice}{mask}.tif"));
        var packed = ImageFile.Read(Path.Combine(folder, "kaggle_3m", slice[..21], $"{slice}{mask}.tif"));
        Assert.That((packed.Height, packed.Width, packed.Channels), Is.EqualTo((256, 256, mask == "" ? 3 : 1)));
        Assert.That(packed.Values.Distinct().Count(), mask == "" ? Is.GreaterThan(50) : Is.EqualTo(2));
        Pixels.AssertSame(packed, published);
    }

    [Test]
    public void All_real_slices_are_read()
    {
        var files = Directory.GetFiles(RealData.Folder("lgg-mri"), "*.tif", SearchOption.AllDirectories);
        Assert.That(files, Has.Length.EqualTo(1326));
        Assert.That(files.Select(ImageFile.Read), Has.All.Matches<PixelArray>(pixels => pixels is { Height: 256, Width: 256, Bits: 8 }));
    }

    private static uint Field(byte[] bytes, int tag)
    {
        var start = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4));
        return Enumerable.Range(0, BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(start)))
            .Select(i => start + 2 + 12 * i)
            .Where(entry => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(entry)) == tag)
            .Select(entry => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(entry + 8)))
            .Single();
    }

    /// <summary>Sets the value of a field of a little-endian file of one directory.</summary>
    private static byte[] Forged(byte[] bytes, int tag, int value)
    {
        var forged = bytes.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(Entry(forged, tag)[8..], value);
        return forged;
    }

    /// <summary>Sets the type and the count of a field of such a file, and that its values lie near its end.</summary>
    private static byte[] Forged(byte[] bytes, int tag, int type, int count)
    {
        var forged = Forged(bytes, tag, bytes.Length - 4);
        BinaryPrimitives.WriteUInt16LittleEndian(Entry(forged, tag)[2..], (ushort)type);
        BinaryPrimitives.WriteInt32LittleEndian(Entry(forged, tag)[4..], count);
        return forged;
    }

    private static Span<byte> Entry(byte[] bytes, int tag)
    {
        var start = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4));
        for (var i = 0; i < BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(start)); i++)
        {
            var entry = bytes.AsSpan(start + 2 + 12 * i, 12);
            if (BinaryPrimitives.ReadUInt16LittleEndian(entry) == tag)
            {
                return entry;
            }
        }

        throw new ArgumentException($"the file has no field {tag}");
    }
}
