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

    [TestCaseSource(nameof(Files))]
    public void Spacing_comes_from_the_orientation(string name)
    {
        var file = expected.GetProperty("files").EnumerateArray().First(file => file.GetProperty("file").GetString() == name);
        var spacing = file.GetProperty("canonical_spacing").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        var found = NiftiFile.Read(GoldenFolder.File("nifti", name)).Spacing;
        Assert.That(new[] { found.Column, found.Row, found.Slice }, Is.EqualTo(spacing).Within(1e-5));
    }

    [TestCaseSource(nameof(BadFiles))]
    public void A_broken_file_is_refused_by_name(string name)
    {
        var path = GoldenFolder.File("nifti", name);
        Assert.That(() => NiftiFile.Read(path), Throws.TypeOf<UserException>().With.Message.StartsWith(path));
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

    private static Volume Read(byte[] bytes) => NiftiFile.Read(new MemoryStream(bytes), "file");
}
