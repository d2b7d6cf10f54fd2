using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using AsynDGAN.Core;
using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Imaging;

public class NiftiFileTests
{
    private static readonly JsonElement expected = GoldenFolder.Json("nifti", "expected.json");

    private static IEnumerable<string> Files => expected.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("file").GetString()!);

    private static IEnumerable<string> BadFiles => expected.GetProperty("bad_files").EnumerateArray().Select(file => file.GetProperty("file").GetString()!);

    [TestCaseSource(nameof(Files))]
    public void Values_are_scaled_and_brought_to_the_bodys_axes(string name)
    {
        using var scope = NewDisposeScope();
        var volume = NiftiFile.Read(GoldenFolder.File("nifti", name));

        // Without sform and qform this reader does not mirror.
        var stem = name.Split('.')[0];
        var canonical = GoldenFolder.Tensors("nifti", "expected.safetensors").Tensors[
            stem == "no_form_codes" ? $"{stem}/unflipped" : $"{stem}/canonical"].squeeze();
        var wanted = canonical.permute(2, 1, 0).flip(1, 2).contiguous();
        Assert.That(wanted.shape, Is.EqualTo(new long[] { volume.Slices, volume.Rows, volume.Columns }));
        Assert.That(volume.Values, Is.EqualTo(wanted.data<double>().ToArray()));
    }

    /// <summary>The field xyzt_units: metres, millimetres and micrometres, with a unit of time beside it or not.</summary>
    [TestCase(1, 1e-3f, false)]
    [TestCase(2 + 8, 1f, false)]
    [TestCase(3 + 16, 1e3f, false)]
    [TestCase(1, 1e-3f, true)]
    [TestCase(3, 1e3f, true)]
    [TestCase(0, 1f, true)]
    public void Lengths_are_millimetres_whatever_unit_the_file_has(byte units, float unit, bool byQform)
    {
        var (wanted, file) = (Sample(1), Sample(unit));
        file[123] = units;
        var (volume, same) = (Read(file), Read(wanted));
        double[] Lengths(Volume of) => [of.Spacing.Slice, of.Spacing.Row, of.Spacing.Column];
        Assert.That(Lengths(same), Is.EqualTo(new[] { 4.0, 3, 2 }).Within(1e-6));
        Assert.That(Lengths(volume), Is.EqualTo(Lengths(same)).Within(1e-5));
        Assert.That(VolumePlace.Difference(volume, same), Is.Null);

        byte[] Sample(float scale)
        {
            float[] spacing = [2 * scale, 3 * scale, 4 * scale], origin = [-50 * scale, 20 * scale, 10 * scale];
            var made = NiftiSample.Of(4, new short[24], [2, 3, 4], spacing: spacing, origin: origin);
            if (byQform)
            {
                NiftiSample.UseQform(made, [0, 0, 0], [1, .. spacing], origin);
            }

            return made;
        }

        static Volume Read(byte[] bytes) => NiftiFile.Read(new MemoryStream(bytes), "sample");
    }

    [TestCaseSource(nameof(Files))]
    public void Spacing_comes_from_the_orientation(string name)
    {
        var file = expected.GetProperty("files").EnumerateArray().First(file => file.GetProperty("file").GetString() == name);
        var spacing = file.GetProperty("canonical_spacing").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        var found = NiftiFile.Read(GoldenFolder.File("nifti", name)).Spacing;
        Assert.That(new[] { found.Column, found.Row, found.Slice }, Is.EqualTo(spacing).Within(1e-5));
    }

    /// <summary>The third axis is tilted towards the second, as by a gantry.</summary>
    [TestCase(30)]
    [TestCase(-10)]
    [TestCase(3)]
    public void A_sheared_volume_is_refused_with_its_angle(double degrees)
    {
        var fault = Assert.Throws<UserException>(() => Read(Tilted(degrees)))!;
        Assert.That(fault.Message, Does.StartWith("file is sheared").And.Contain($"at {90 - Math.Abs(degrees)}.0 degrees, not at 90"));
        Assert.That(fault.Hint, Is.EqualTo("Resample it on an orthogonal grid."));
    }

    [Test]
    public void Axes_that_are_orthogonal_but_for_rounding_are_read([Values(0, 0.1, -2)] double degrees) =>
        Assert.That(Read(Tilted(degrees)).Spacing.Row, Is.EqualTo(3).Within(1e-6));

    [TestCaseSource(nameof(BadFiles))]
    public void A_broken_file_is_refused_by_name(string name)
    {
        var path = GoldenFolder.File("nifti", name);
        Assert.That(() => NiftiFile.Read(path), Throws.TypeOf<UserException>().With.Message.StartsWith(path));
    }

    /// <summary>Files of every order and direction of axes, of both versions and byte orders.</summary>
    [TestCaseSource(nameof(Files))]
    public void A_mask_goes_back_to_the_grid_of_its_file(string name)
    {
        var like = GoldenFolder.File("nifti", name);
        var volume = NiftiFile.Read(like);
        var middle = volume.Values.Order().ElementAt(volume.Values.Length / 3);
        Mask[] slices = [.. Enumerable.Range(0, volume.Slices).Select(slice => new Mask(volume.Rows, volume.Columns, [.. volume.Slice(slice).ToArray().Select(value => value > middle)]))];
        foreach (var packed in new[] { false, true })
        {
            using var file = new MemoryStream();
            NiftiFile.WriteMask(slices, like, file, packed);
            file.Position = 0;
            var read = NiftiFile.Read(file, name);
            Assert.That(read.Values, Is.EqualTo(volume.Values.Select(value => value > middle ? 1 : 0)));
            Assert.That((read.Place, read.Spacing), Is.EqualTo((volume.Place, volume.Spacing)));
            Assert.That(read.FileAxes!.Letters, Is.EqualTo(volume.FileAxes!.Letters));
        }

        Assert.That(() => NiftiFile.WriteMask([.. slices, slices[0]], like, new MemoryStream(), packed: false), Throws.ArgumentException);
    }

    [Test]
    public void The_header_of_a_mask_is_that_of_its_file_but_for_its_type_and_scale()
    {
        var like = GoldenFolder.File("nifti", "ras_uint8.nii");
        var (before, volume) = (File.ReadAllBytes(like), NiftiFile.Read(like));
        using var file = new MemoryStream();
        NiftiFile.WriteMask([.. Enumerable.Repeat(new Mask(volume.Rows, volume.Columns, new bool[volume.Rows * volume.Columns]), volume.Slices)], like, file, packed: false);
        var after = file.ToArray();
        Assert.That(after, Has.Length.EqualTo(352 + volume.Values.Length));

        // Type and bits, offset, slope, intercept, range, intent.
        int[] may = [.. Enumerable.Range(56, 18), .. Enumerable.Range(108, 12), .. Enumerable.Range(124, 8)];
        Assert.That(Enumerable.Range(0, 348).Except(may).Where(i => after[i] != before[i]), Is.Empty);
        Assert.That(after[70..74], Is.EqualTo(new byte[] { 2, 0, 8, 0 }));
    }

    [Test]
    public void The_sound_file_that_the_broken_ones_were_made_of_is_read()
    {
        Assert.That(NiftiFile.Read(GoldenFolder.File("nifti", "bad/_valid_base.nii")).Values, Is.Not.Empty);
    }

    [Test]
    public void Bytes_after_the_voxels_are_refused()
    {
        byte[] longer = [.. File.ReadAllBytes(GoldenFolder.File("nifti", "ras_uint8.nii")), 0];
        Assert.That(() => Read(longer), Throws.TypeOf<UserException>().With.Message.Contains("more than the 315 bytes"));
    }

    [Test]
    public void A_missing_file_and_a_folder_are_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => NiftiFile.Read(folder.Join("none.nii")), Throws.TypeOf<UserException>().With.Message.EndsWith("does not exist"));
        Assert.That(() => NiftiFile.Read(folder.Path), Throws.TypeOf<UserException>().With.Message.Contains("is a folder"));
    }

    [Test]
    public void Several_volumes_are_refused()
    {
        var file = NiftiSample.Of(4, new short[2 * 3 * 4 * 2], [2, 3, 4, 2]);
        Assert.That(() => Read(file), Throws.TypeOf<UserException>().With.Message.Contains("2x3x4x2"));
    }

    [Test]
    public void An_undefined_slope_or_intercept_means_none([Values(0, float.NaN, float.PositiveInfinity)] float slope)
    {
        Assert.That(Read(NiftiSample.Of(4, [-3, 7], [2, 1, 1], slope: slope, intercept: 5)).Values, Is.EqualTo(new double[] { 7, -3 }));
        Assert.That(Read(NiftiSample.Of(4, [-3, 7], [2, 1, 1], slope: 2, intercept: float.NaN)).Values, Is.EqualTo(new double[] { 14, -6 }));
    }

    [TestCase(2, new byte[] { 200, 1 }, 200, 1)]
    [TestCase(256, new byte[] { 200, 1 }, -56, 1)]
    [TestCase(4, new byte[] { 0, 128, 1, 0 }, -32768, 1)]
    [TestCase(512, new byte[] { 0, 128, 1, 0 }, 32768, 1)]
    [TestCase(8, new byte[] { 0, 0, 0, 128, 1, 0, 0, 0 }, -2147483648.0, 1)]
    [TestCase(768, new byte[] { 0, 0, 0, 128, 1, 0, 0, 0 }, 2147483648.0, 1)]
    [TestCase(1024, new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 1, 0, 0, 0, 0, 0, 0, 0 }, -1, 1)]
    [TestCase(1280, new byte[] { 0, 0, 0, 0, 0, 0, 0, 128, 1, 0, 0, 0, 0, 0, 0, 0 }, 9223372036854775808.0, 1)]
    [TestCase(16, new byte[] { 0, 0, 192, 63, 0, 0, 0, 192 }, 1.5, -2)]
    [TestCase(64, new byte[] { 0, 0, 0, 0, 0, 0, 248, 63, 0, 0, 0, 0, 0, 0, 0, 192 }, 1.5, -2)]
    public void Every_real_type_is_read_in_both_byte_orders(int code, byte[] little, double first, double second)
    {
        var type = NiftiType.Of(code)!;
        byte[] big = [.. little.Chunk(type.Bytes).SelectMany(voxel => voxel.Reverse())];
        foreach (var (bytes, bigEndian) in new[] { (little, false), (big, true) })
        {
            var values = new double[2];
            type.Decode(bytes, bigEndian, values);
            Assert.That(values, Is.EqualTo(new[] { first, second }));
        }
    }

    [Test]
    public void A_small_gzip_that_claims_a_large_volume_is_refused_at_once()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(NiftiSample.Of(4, [1], [600, 600, 600]));
        }

        Assert.That(() => Read(packed.ToArray()), Throws.TypeOf<UserException>().With.Message.Contains("truncated"));
    }

    [Test]
    public void Rows_of_more_bytes_than_an_array_holds_are_refused()
    {
        var file = File.ReadAllBytes(GoldenFolder.File("nifti", "asr_float64_be_n2.nii"));
        foreach (var (axis, length) in new long[] { 3, 280_000_000, 1, 1 }.Index())
        {
            BinaryPrimitives.WriteInt64BigEndian(file.AsSpan(16 + 8 * axis), length);
        }

        Assert.That(() => Read(file), Throws.TypeOf<UserException>().With.Message.StartsWith("file claims 280000000x1x1 voxels of 8 bytes; "));
    }

    [TestCase(float.NaN, false)]
    [TestCase(float.NegativeInfinity, false)]
    [TestCase(float.NaN, true)]
    public void A_first_voxel_at_no_finite_place_is_damage(float place, bool byQform)
    {
        var file = NiftiSample.Of(4, new short[24], [2, 3, 4], origin: [0, place, 0]);
        if (byQform)
        {
            NiftiSample.UseQform(file, [0, 0, 0], [1, 1, 1, 1], [0, 0, place]);
        }

        Assert.That(() => Read(file), Throws.TypeOf<UserException>().With.Message.EqualTo("file is damaged: the place of the first voxel in its header is not finite"));
    }

    [TestCase(1)]
    [TestCase(4)]
    [TestCase(8)]
    [TestCase(9)]
    public void A_gzip_that_ends_before_its_check_sum_is_damaged(int missing)
    {
        var packed = NiftiSample.Packed(NiftiSample.Of(4, [1, 2], [2, 1, 1]));
        Assert.That(Read(packed).Values, Is.EquivalentTo(new[] { 1, 2 }));
        Assert.That(() => Read(packed[..^missing]), Throws.TypeOf<UserException>().With.Message.Contains("is damaged: "));
    }

    [Test]
    public void A_gzip_that_is_filled_up_with_zeros_is_whole_and_nothing_else_may_lie_behind_it()
    {
        var packed = NiftiSample.Packed(NiftiSample.Of(4, [1, 2], [2, 1, 1]));
        Assert.That(Read([.. packed, .. new byte[512]]).Values, Is.EquivalentTo(new[] { 1, 2 }));
        Assert.That(() => Read([.. packed, .. "text"u8]), Throws.TypeOf<UserException>().With.Message.Contains("something lies behind them"));
        Assert.That(() => Read([.. packed[..^9], .. new byte[512]]), Throws.TypeOf<UserException>());
        Assert.That(() => Read([.. NiftiSample.Packed(NiftiSample.Of(4, [1, 2], [2, 1, 1])[..^1]), .. new byte[8]]), Throws.TypeOf<UserException>());
    }

    [Test]
    public void Several_members_of_a_gzip_that_are_filled_up_with_zeros_are_whole()
    {
        var file = NiftiSample.Of(4, [1, 2], [2, 1, 1]);
        byte[] first = NiftiSample.Packed(file[..100]), second = NiftiSample.Packed(file[100..]);
        foreach (var count in new[] { 1, 512, 100_000 })
        {
            Assert.That(Read([.. first, .. second, .. new byte[count]]).Values, Is.EquivalentTo(new[] { 1, 2 }));
        }

        Assert.Multiple(() =>
        {
            var wrong = second.ToArray();
            wrong[^8] ^= 1;
            Refused("another check sum", [.. first, .. wrong, .. new byte[512]]);
            Refused("the first one's check sum", [.. first[..^8], .. new byte[8], .. second, .. new byte[512]]);
            Refused("the last one cut", [.. first, .. second[..^9], .. new byte[512]]);
            Refused("the last one's length cut", [.. first, .. second[..^4], .. new byte[512]]);
            Refused("zeros between", [.. first, .. new byte[512], .. second]);
            Refused("something behind the zeros", [.. first, .. second, .. new byte[512], 1]);
            Refused("something before the zeros", [.. first, .. second, 1, .. new byte[512]]);
            Refused("the last one lost", [.. first, .. new byte[512]]);
        });

        static void Refused(string what, byte[] bytes) => Assert.That(() => Read(bytes), Throws.TypeOf<UserException>(), what);
    }

    /// <summary>With zeros at the end of its own, or none: where its length has four bytes.</summary>
    [TestCase(1 << 16)]
    [TestCase((1 << 24) + 1)]
    public void Zeros_behind_a_gzip_are_told_from_those_of_its_length(int length)
    {
        var bytes = new byte[length];
        byte[] filled = [.. NiftiSample.Packed(bytes), .. new byte[512]];
        using var gzip = new CheckedGzip(new MemoryStream(filled));
        gzip.Bytes.ReadExactly(bytes);
        Assert.That(gzip.IsAtEnd(), Is.True);

        filled[^1] = 1;
        using var more = new CheckedGzip(new MemoryStream(filled));
        more.Bytes.ReadExactly(bytes);
        Assert.That(() => more.IsAtEnd(), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void A_gzip_of_several_members_is_one_file_and_one_that_holds_more_is_damaged()
    {
        var file = NiftiSample.Of(4, [1, 2], [2, 1, 1]);
        Assert.That(Read([.. NiftiSample.Packed(file[..100]), .. NiftiSample.Packed(file[100..])]).Values, Is.EquivalentTo(new[] { 1, 2 }));
        foreach (var more in new byte[] { 0, 42 })
        {
            Assert.That(() => Read(NiftiSample.Packed([.. file, more])), Throws.TypeOf<UserException>().With.Message.Contains("holds more than the 4 bytes"));
        }
    }

    private static Volume Read(byte[] bytes) => NiftiFile.Read(new MemoryStream(bytes), "file");

    private static byte[] Tilted(double degrees)
    {
        var file = NiftiSample.Of(4, new short[24], [2, 3, 4], spacing: [2, 3, 4]);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(280 + 16 + 8), (float)(4 * Math.Tan(degrees * Math.PI / 180)));
        return file;
    }
}
