using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Tests.Imaging;

namespace AsynDGAN.Tests.Data.Sources;

/// <summary>Image and label in one place, or not.</summary>
public class VolumePlaceTests
{
    private static readonly short[] shape = [6, 5, 4];

    private BratsFolder folder = null!;

    [SetUp]
    public void Make()
    {
        folder = new BratsFolder();
        folder.Add("", "A");
    }

    [TearDown]
    public void Remove() => folder.Dispose();

    private static IEnumerable<TestCaseData> Elsewhere()
    {
        yield return new TestCaseData(Label([1, 2, 3], [1, 1, 1]), "its file's axes run RAS, the other's LPS").SetName("mirrored");
        yield return new TestCaseData(Label([1, 1, 1], [1, 1, 1]), "its voxels are of 1x1x1 mm, the other's of 1x2x3").SetName("an identity affine");
        yield return new TestCaseData(Label([1, 2, 3], [-1, -1, 1], [50, 0, 0]), "a corner of it lies 50 mm away (50 voxels)").SetName("shifted");
        yield return new TestCaseData(Label([1, 2, 3.2f], [-1, -1, 1]), "its voxels are of 1x2x3.2 mm").SetName("other spacing");
        yield return new TestCaseData(Label([1, 2, 3], [-1, -1, 1], [0, 0, 0.2f]), "0.2 mm away (0.2 voxels)").SetName("a fifth of a voxel");
    }

    [TestCaseSource(nameof(Elsewhere))]
    public void A_label_elsewhere_is_refused_with_both_files_and_the_difference(byte[] label, string difference)
    {
        folder.WriteBytes("", "A", "seg", label);
        Assert.That(() => Read(OnGeometry.Stop), Throws.TypeOf<UserException>().With.Message.StartsWith("A_seg.nii does not lie where A_t2.nii does: ").And.Message.Contains(difference));
    }

    [TestCaseSource(nameof(Elsewhere))]
    public void On_a_warning_it_is_paired_voxel_by_voxel_and_said(byte[] label, string difference)
    {
        var masks = Read(OnGeometry.Stop).Slices.SelectMany(slice => slice.Mask.Values).ToArray();
        folder.WriteBytes("", "A", "seg", label);
        var @case = Read(OnGeometry.Warn);
        Assert.That(@case.Slices.SelectMany(slice => slice.Mask.Values), Is.EqualTo(masks));
        var note = SourceNotes.OfCases([@case]).Single();
        Assert.That(note, Does.StartWith("warning: ").And.Contain("A_seg.nii on A_t2.nii: ").And.Contain(difference));
    }

    [Test]
    public void The_same_place_told_otherwise_is_one_place()
    {
        var masks = Read(OnGeometry.Stop).Slices.SelectMany(slice => slice.Mask.Values).ToArray();

        // Stored from left to right: the first voxel is then the one at the other end.
        short[] turned = [.. Voxels().Chunk(6).SelectMany(row => row.Reverse())];
        folder.WriteBytes("", "A", "seg", Label([1, 2, 3], [1, -1, 1], [-5, 0, 0], turned));
        Assert.That(Read(OnGeometry.Stop).Slices.SelectMany(slice => slice.Mask.Values), Is.EqualTo(masks), "another order of storage");

        folder.WriteBytes("", "A", "seg", Label([1, 2, 3], [-1, -1, 1], [0.05f, 0, 0]));
        Assert.That(Read(OnGeometry.Stop).Slices.SelectMany(slice => slice.Mask.Values), Is.EqualTo(masks), "a twentieth of a voxel");

        // A half turn about the third axis by the qform: the quaternion (0, 0, 0, 1).
        var byQform = Label([1, 2, 3], [1, 1, 1]);
        NiftiSample.UseQform(byQform, [0, 0, 1], [1, 1, 2, 3], [0, 0, 0]);
        folder.WriteBytes("", "A", "seg", byQform);
        Assert.That(Read(OnGeometry.Stop).Slices.SelectMany(slice => slice.Mask.Values), Is.EqualTo(masks), "a qform");
    }

    [Test]
    public void Along_an_axis_of_one_voxel_sizes_count_too()
    {
        Assert.That(VolumePlace.Difference(Plane(1), Plane(5)), Is.EqualTo("a corner of it lies 2 mm away (2 voxels); its voxels are of 1x1x1 mm, the other's of 1x1x5"));
        Assert.That(VolumePlace.Difference(Plane(4.9), Plane(5)), Is.Null, "a twentieth of a voxel");
        Assert.That(VolumePlace.Difference(Plane(5), Plane(5)), Is.Null);

        static Volume Plane(double thickness) => new(1, 8, 8, new double[64], new VoxelSpacing(thickness, 1, 1));
    }

    [TestCase(new float[] { 1, -1, 2, -3 }, "sizes below 0")]
    [TestCase(new float[] { 0.5f, 1, 2, 3 }, "a handedness that is none")]
    public void Sizes_and_handedness_are_read_as_nibabel_does(float[] pixdim, string what)
    {
        var plain = Label([1, 2, 3], [1, 1, 1]);
        NiftiSample.UseQform(plain, [0, 0, 1], pixdim, [0, 0, 0]);
        folder.WriteBytes("", "A", "seg", plain);
        Assert.That(() => Read(OnGeometry.Stop), Throws.Nothing, what);
    }

    [Test]
    public void A_quaternion_that_is_too_long_is_refused()
    {
        var plain = Label([1, 2, 3], [1, 1, 1]);
        NiftiSample.UseQform(plain, [0.9f, 0.9f, 0], [1, 1, 2, 3], [0, 0, 0]);
        folder.WriteBytes("", "A", "seg", plain);
        Assert.That(() => Read(OnGeometry.Stop), Throws.TypeOf<UserException>().With.Message.Contains("quaternion"));
    }

    [Test]
    public void Two_patients_with_one_volume_are_refused()
    {
        folder.Add("", "B");
        File.Copy(Path.Combine(folder.Root, "A", "A_t2.nii"), Path.Combine(folder.Root, "B", "B_t2.nii"), overwrite: true);
        var options = new DataOptions { Root = folder.Root, Source = DataSource.Brats, ImageSize = 8, MinMaskPixels = 0, Split = SplitMethod.ByName };
        var reading = new DataReading(options, cases => PatientSplit.Make(cases, options), threads: 1, progress: null, everySlice: false);
        Assert.That(() => reading.Volumes(new BratsSource(options)), Throws.TypeOf<UserException>().With.Message.Contains("B: an image of it is that of A too"));
    }

    private static short[] Voxels() => [.. Enumerable.Range(0, 120).Select(i => (short)(i is >= 30 and < 33 ? new[] { 1, 2, 4 }[i % 3] : 0))];

    private static byte[] Label(float[] spacing, int[] signs, float[]? origin = null, short[]? voxels = null) =>
        NiftiSample.Of(4, voxels ?? Voxels(), shape, spacing: spacing, signs: signs, origin: origin);

    private ImageCase Read(OnGeometry onGeometry)
    {
        var source = new BratsSource(new DataOptions { Root = folder.Root, OnGeometry = onGeometry });
        return source.Read(source.List().Volumes[0]);
    }
}
