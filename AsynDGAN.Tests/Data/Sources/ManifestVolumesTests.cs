using System.IO.Compression;
using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Tests.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data.Sources;

public class ManifestVolumesTests
{
    private const string Header = "site,patient,image,mask\n";

    private static readonly DataOptions two = new() { Source = DataSource.Manifest, ChannelNames = ["t1", "t2"], MaskValues = [4, 1] };

    private TemporaryFolder folder = null!;

    [SetUp]
    public void Make()
    {
        folder = new TemporaryFolder();
        Write("a_t1.nii.gz", Ramp(100));
        Write("a_t2.nii.gz", Ramp(300));
        Write("a_seg.nii.gz", Labels(0, 1, 4));
        Write("b_t1.nii", Ramp(500));
        Write("b_t2.nii", Ramp(700));
        Write("b_seg.nii", Labels(0, 1, 4, 2));
    }

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void Files_of_an_image_are_its_channels_and_its_slices_lie_as_those_of_brats()
    {
        var data = Read("north,p,a_t1.nii.gz|a_t2.nii.gz,a_seg.nii.gz\n", two with { Channels = ["t2", "t1"] });
        var @case = data.Single();
        Assert.That((@case.Name, @case.Patient, @case.Institution, @case.Spacing), Is.EqualTo(("p", "p", "north", new VoxelSpacing(3, 2, 1))));
        using var brats = new BratsFolder();
        brats.Add("", "A");
        foreach (var (kind, file) in new[] { ("t1", "a_t1"), ("t2", "a_t2"), ("seg", "a_seg") })
        {
            using var unpacked = new GZipStream(File.OpenRead(folder.Join(file + ".nii.gz")), CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            unpacked.CopyTo(bytes);
            brats.WriteBytes("", "A", kind, bytes.ToArray());
        }

        var source = new BratsSource(new DataOptions { Source = DataSource.Brats, Root = brats.Root, Channels = ["t2", "t1"] });
        var same = source.Read(source.List().Volumes[0]);
        Assert.That(@case.Slices.Select(slice => slice.Name), Is.EqualTo(same.Slices.Select(slice => slice.Name)));
        Assert.That(@case.Slices.Select(slice => slice.Image.Values), Is.EqualTo(same.Slices.Select(slice => slice.Image.Values)));
        Assert.That(@case.Spacing, Is.EqualTo(same.Spacing));

        // Of BraTS the labels 1 and 4 are classes 1 and 3; here they are the second and the first of those listed.
        Assert.That(@case.Slices[1].Mask.Values, Is.EqualTo(same.Slices[1].Mask.Values.Select(number => new[] { 0, 2, 0, 1 }[number])));
        Assert.That(@case.Slices[1].Mask.Values.Distinct().Order(), Is.EqualTo(new[] { 0, 1, 2 }));
    }

    [Test]
    public void A_row_is_a_case_and_one_of_a_patient_with_several_is_named_by_its_file_too()
    {
        var cases = Read("s,q,b_t1.nii,b_seg.nii\ns,p,a_t2.nii.gz,a_seg.nii.gz\ns,p,a_t1.nii.gz,a_seg.nii.gz\n", two with { ChannelNames = [] });
        Assert.That(cases.Select(@case => (@case.Name, @case.Patient)), Is.EqualTo(new[] { ("p/a_t2.nii.gz", "p"), ("p/a_t1.nii.gz", "p"), ("q", "q") }));
    }

    [Test]
    public void Labels_that_are_not_listed_are_background_and_said()
    {
        var @case = Read("s,p,b_t1.nii|b_t2.nii,b_seg.nii\n", two).Single();
        Assert.That(@case.Slices[1].Mask.Values.Take(5), Is.EqualTo(new[] { 0, 2, 1, 0, 0 }));
        Assert.That(@case.Notes.Single(), Is.EqualTo(new CaseNote("warning: labels that data.mask_values does not list count as background", "b_seg.nii has 2")));
        Assert.That(Read("s,p,a_t1.nii.gz|a_t2.nii.gz,a_seg.nii.gz\n", two).Single().Notes, Is.Empty);
    }

    [TestCase(1)]
    [TestCase(255)]
    public void A_mask_of_two_values_needs_no_list(short inside)
    {
        Write("m.nii", Labels(0, inside));
        var @case = Read("s,p,a_t1.nii.gz,m.nii\n", new DataOptions { Source = DataSource.Manifest }).Single();
        Assert.That(@case.Slices.Select(slice => slice.Mask.Values.Count(value => value == 1)), Is.EqualTo(new[] { 0, 29, 0, 0 }));
    }

    [Test]
    public void Labels_stored_with_a_slope_are_whole_after_rounding()
    {
        File.WriteAllBytes(folder.Join("m.nii"), NiftiSample.Of(512, [.. Labels(0, 255)], [6, 5, 4], 0.0039215f, 0, [1, 2, 3], [-1, -1, 1]));
        Assert.That(Read("s,p,a_t1.nii.gz,m.nii\n", new DataOptions { Source = DataSource.Manifest }).Single().Slices[1].Mask.Values.Max(), Is.EqualTo(1));
    }

    [Test]
    public void Classes_are_condition_channels_and_segmentation_merges_them()
    {
        var experiment = new Experiment
        {
            Data = two with
            {
                Root = folder.Write("m.csv", "site,patient,part,image,mask\ns,p,train,a_t1.nii.gz|a_t2.nii.gz,a_seg.nii.gz\ns,q,test,b_t1.nii|b_t2.nii,b_seg.nii\n"),
                Conditions = [ConditionChannel.Classes, ConditionChannel.Head],
                ImageSize = 8,
                Crop = CropMethod.Head,
                MinMaskPixels = 1,
            },
            Training = new TrainingOptions { BatchSize = 1 },
        };
        using var data = Dataset.Load(experiment, CPU);
        using var scope = NewDisposeScope();
        var samples = data.Sites.Single().Training;
        Assert.That((samples.ConditionShape[0], samples.ImageShape[0], data.ImageBits), Is.EqualTo((3L, 2L, 16)));
        Assert.That(samples.Infos.Single().Spacing, Is.EqualTo(new VoxelSpacing(3, 2, 1)));
        var classes = samples.Take([0]).Condition.narrow(1, 0, 2) > 0;
        Assert.That(classes.any(2).any(2).data<bool>().ToArray(), Is.All.True);
        Assert.That((classes.any(1, true).to(ScalarType.Float32) == samples.TumourMasks([0])).all().ToBoolean(), Is.True);
        Assert.That(data.Summary.Notes, Has.Some.Contains("does not list count as background: q, b_seg.nii has 2"));
    }

    [Test]
    public void Listed_values_that_no_volume_has_are_told([Values] bool cached)
    {
        var options = two with
        {
            Root = folder.Write("m.csv", "site,patient,part,image,mask\ns,p,train,a_t1.nii.gz|a_t2.nii.gz,a_seg.nii.gz\ns,q,test,b_t1.nii|b_t2.nii,b_seg.nii\n"),
            MaskValues = [.. two.MaskValues, 7, 9],
            ImageSize = 8,
            MinMaskPixels = 1,
            Cache = cached ? folder.Join("cache") : null,
        };
        for (var again = 0; again < 2; again++)
        {
            using var data = Dataset.Load(new Experiment { Data = options, Training = new TrainingOptions { BatchSize = 1 } }, CPU);
            Assert.That(data.Summary.Notes, Does.Contain("warning: no mask has 7, 9, which data.mask_values lists: look how masks store what is meant"));
        }
    }

    [TestCase("s,p,a_t1.nii.gz|moved.nii,a_seg.nii.gz", "moved.nii does not lie where a_t1.nii.gz does: a corner of it lies 4 mm away")]
    [TestCase("s,p,a_t1.nii.gz|short.nii,a_seg.nii.gz", "short.nii is of 6x5x2 voxels, a_seg.nii.gz of 6x5x4")]
    [TestCase("s,p,a_t1.nii.gz|a_t2.nii.gz,moved.nii", "moved.nii does not lie where a_t1.nii.gz does")]
    [TestCase("s,p,a_t1.nii.gz|a_t2.nii.gz,masks/a_t2.nii.gz", "masks/a_t2.nii.gz does not lie where ", "/a_t1.nii.gz does")]
    [TestCase("s,p,a_t1.nii.gz|a_t2.nii.gz,short.nii", "a_t1.nii.gz is of 6x5x4 voxels, short.nii of 6x5x2")]
    [TestCase("s,p,a_t1.nii.gz|many.nii,a_seg.nii.gz", "many.nii holds several volumes (6x5x2x2); one is read")]
    [TestCase("s,p,a_t1.nii.gz|cut.nii.gz,a_seg.nii.gz", "cut.nii.gz is")]
    [TestCase("s,p,a_t1.nii.gz|a_t2.nii.gz,halves.nii", "halves.nii: the value 0.5 is in it, and labels are whole numbers")]
    [TestCase("s,p,a_t1.nii.gz|none.nii,gone.nii", "line 2, a_t1.nii.gz: ", "none.nii does not exist", "gone.nii does not exist")]
    [TestCase("s,p,a_t1.nii.gz|a.png,a_seg.nii.gz", "mixes volumes (line 2: a_t1.nii.gz) and pictures (line 2: a.png)")]
    [TestCase("s,p,a_t1.nii.gz|a_t2.nii.gz,a.png", "mixes volumes (line 2: a_t1.nii.gz) and pictures (line 2: a.png)")]
    [TestCase("s,p,a_t2.nii.gz|a_t1.nii.gz,a_seg.nii.gz", "line 2: a_t2.nii.gz is named as the channel t2, and stands where t1 is wanted")]
    [TestCase("s,p,a_t1.nii.gz,a_seg.nii.gz", "line 2: the image has 1 file, data.channel_names has 2 (t1, t2)")]
    [TestCase("s,p,a_t1.nii.gz|a_t2.nii.gz|b_t1.nii,a_seg.nii.gz", "line 2: the image has 3 files, data.channel_names has 2 (t1, t2)")]
    [TestCase("s,p,a_t1.nii.gz|,a_seg.nii.gz", "line 2: a name is missing beside a | of a_t1.nii.gz|")]
    [TestCase("s,p,a_t1.nii.gz|a_t1.nii.gz,a_seg.nii.gz", "line 2: image a_t1.nii.gz is on line 2 already")]
    [TestCase("s,p,a_t1.nii.gz|a_seg.nii.gz,a_seg.nii.gz", "line 2: a_seg.nii.gz is image and mask")]
    public void Natural_mistakes_get_one_message_each(string row, params string[] parts)
    {
        Write("short.nii", Ramp(300)[..60], [6, 5, 2]);
        Write("many.nii", Ramp(300), [6, 5, 2, 2]);
        File.WriteAllBytes(folder.Join("moved.nii"), NiftiSample.Of(4, Labels(0, 1), [6, 5, 4], 1, 0, [1, 2, 3], [-1, -1, 1], [0, 4, 0]));
        Directory.CreateDirectory(folder.Join("masks"));
        using (var packed = new System.IO.Compression.GZipStream(File.Create(folder.Join("masks/a_t2.nii.gz")), System.IO.Compression.CompressionLevel.Fastest))
        {
            packed.Write(File.ReadAllBytes(folder.Join("moved.nii")));
        }

        File.WriteAllBytes(folder.Join("halves.nii"), NiftiSample.Of(4, Labels(0, 1), [6, 5, 4], 0.5f, 0, [1, 2, 3], [-1, -1, 1]));
        File.WriteAllBytes(folder.Join("cut.nii.gz"), File.ReadAllBytes(folder.Join("a_t2.nii.gz"))[..^40]);
        var fault = Assert.Throws<UserException>(() => Read(row + "\n", two))!;
        Assert.That(parts.Where(part => !fault.Message.Contains(part)), Is.Empty, fault.Message);
    }

    [Test]
    public void Several_labels_without_a_list_files_without_names_and_patches_are_refused_with_what_to_do()
    {
        var plain = new DataOptions { Source = DataSource.Manifest };
        Assert.That(Message("s,p,a_t1.nii.gz,a_seg.nii.gz\n", plain), Does.Contain("a_seg.nii.gz: it has the labels 0, 1, 4; 0 and 1 (or 0 and 255) are understood; name those that are the object by data.mask_values, such as [4]"));
        Assert.That(Message("s,p,a_t1.nii.gz|a_t2.nii.gz,a_seg.nii.gz\n", plain), Does.Contain("line 2: the image has 2 files, and data.channel_names is empty"));
        Assert.That(Message("s,p,a_t1.nii.gz,a_seg.nii.gz\n", plain with { Channels = ["red"] }), Does.Contain("images have no channel 'red'"));
        Assert.That(Message("s,p,a_t1.nii.gz|a_t2.nii.gz,a_seg.nii.gz\n", two with { Channels = ["flair"] }), Does.Contain("images have the channels t1, t2 (data.channel_names), and none 'flair'"));
        Assert.That(Message("s,p,a_t1.nii.gz,a_seg.nii.gz\n", plain with { Patch = new PatchOptions { Size = 64 } }), Does.Contain("data.patch.size: ").And.Contain("volumes"));
    }

    [TestCase(32, 1, 32, "is of 32x1x32 voxels", "which are of 32x1 here and no pictures; coronal ones are of 32x32")]
    [TestCase(5, 32, 30, "is of 5x32x30 voxels", "which are of 5x32 here and no pictures; sagittal ones are of 32x30")]
    [TestCase(6, 24, 24, "is of 6x24x24 voxels", "sagittal ones are of 24x24")]
    [TestCase(6, 24, 23)]
    [TestCase(9, 60, 60)]
    [TestCase(32, 32, 1)]
    public void Volumes_whose_axial_slices_are_no_pictures_are_refused_with_what_they_are(short columns, short rows, short slices, params string[] parts)
    {
        short[] shape = [columns, rows, slices];
        var voxels = columns * rows * slices;
        Write("i.nii", [.. Enumerable.Range(0, voxels).Select(i => (short)(100 + i % 1000))], shape);
        Write("l.nii", [.. Enumerable.Range(0, voxels).Select(i => (short)(i == 0 ? 1 : 0))], shape);
        const string Row = "s,p,i.nii,l.nii\n";
        var options = new DataOptions { Source = DataSource.Manifest };
        if (parts.Length == 0)
        {
            Assert.That(Read(Row, options).Single().Slices, Has.Count.EqualTo(slices));
        }
        else
        {
            Assert.That(Message(Row, options), Does.StartWith("l.nii ").And.Contain(parts[0]).And.Contain(parts[1]).And.Contain("axial slices are read"));
        }
    }

    [Test]
    public void A_mask_that_is_another_patients_voxel_by_voxel_is_warned_of()
    {
        short[] round = [.. Enumerable.Range(0, 20 * 20 * 2).Select(i => (short)(Math.Abs(i % 20 - 9) + Math.Abs(i / 20 % 20 - 9) < 6 ? 1 : 0))], square = [.. Enumerable.Range(0, 20 * 20 * 2).Select(i => (short)(i % 20 < 9 ? 1 : 0))];
        foreach (var (name, number) in new[] { ("x", 0), ("y", 7) })
        {
            Write($"{name}.nii", [.. Enumerable.Range(0, 20 * 20 * 2).Select(i => (short)(100 + i * 3 % (50 + number)))], [20, 20, 2]);
        }

        Assert.That(Equal(round, round), Is.EqualTo(new[] { "warning: 1 mask is pixel by pixel what another patient's is: that of q is that of p; look whether one was copied in the place of its own" }));
        Assert.That(Equal(round, square), Is.Empty);
        Assert.That(Equal(square, square), Is.Empty, "rectangles are easily equal");

        IEnumerable<string> Equal(short[] first, short[] second)
        {
            Write("m.nii", first, [20, 20, 2]);
            Write("n.nii", second, [20, 20, 2]);
            var experiment = new Experiment
            {
                Data = new DataOptions
                {
                    Source = DataSource.Manifest,
                    Root = folder.Write("m.csv", "site,patient,part,image,mask\ns,p,train,x.nii,m.nii\ns,q,test,y.nii,n.nii\n"),
                    ImageSize = 8,
                    MinMaskPixels = 1,
                    Cache = folder.Join("cache"),
                },
                Training = new TrainingOptions { BatchSize = 1 },
            };
            using var read = Dataset.Load(experiment, CPU);
            using var kept = Dataset.Load(experiment, CPU);
            Assert.That(kept.Summary.Notes, Is.EqualTo(read.Summary.Notes));
            return read.Summary.Notes.Where(note => note.Contains("pixel by pixel")).ToArray();
        }
    }

    [Test]
    public void An_image_where_a_label_map_is_wanted_is_refused()
    {
        Write("wide.nii", [.. Enumerable.Range(0, 5000).Select(i => (short)i)], [50, 50, 2]);
        Write("image.nii", [.. Enumerable.Range(0, 5000).Select(i => (short)(i + 1))], [50, 50, 2]);
        Assert.That(Message("s,p,image.nii,wide.nii\n", two with { ChannelNames = [] }), Does.Contain("wide.nii: it has more than 4096 values: it is an image, where a label map is wanted"));
    }

    private void Write(string name, short[] voxels, short[]? shape = null)
    {
        var bytes = NiftiSample.Of(4, voxels, shape ?? [6, 5, 4], 1, 0, [1, 2, 3], [-1, -1, 1]);
        File.WriteAllBytes(folder.Join(name), name.EndsWith(".gz", StringComparison.Ordinal) ? NiftiSample.Packed(bytes) : bytes);
    }

    /// <summary>120 voxels that differ.</summary>
    private static short[] Ramp(short first) => [.. Enumerable.Range(0, 120).Select(i => (short)(first + i))];

    /// <summary>The labels in turn, the last to the second slice's end; the first everywhere else.</summary>
    private static short[] Labels(params short[] labels) =>
        [.. Enumerable.Range(0, 120).Select(i => i is >= 30 and < 60 ? labels.Length == 2 ? labels[i > 30 ? 1 : 0] : labels[(i - 30) % labels.Length] : labels[0])];

    private string Message(string rows, DataOptions options) => Assert.Throws<UserException>(() => Read(rows, options))!.Message;

    private IReadOnlyList<ImageCase> Read(string rows, DataOptions options)
    {
        options = options with { Root = folder.Write("manifest.csv", Header + rows) };
        var source = new ManifestVolumes(options, ManifestTable.Read(options));
        var (volumes, faults) = source.List();
        return faults.Count > 0
            ? throw new UserException(string.Join("; ", faults.Select(fault => $"{fault.Name}: {fault.Reason}")))
            : [.. volumes.Select(source.Read)];
    }
}
