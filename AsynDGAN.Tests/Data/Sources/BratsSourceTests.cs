using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Data.Sources;

public class BratsSourceTests
{
    private BratsFolder folder = null!;

    [SetUp]
    public void Make() => folder = new BratsFolder();

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void Cases_are_those_of_the_grades_and_those_under_the_root_in_name_order()
    {
        folder.Add("HGG", "Brats18_CBICA_B_1");
        folder.Add("LGG", "Brats18_TCIA01_C_1");
        folder.Add("", "A");
        Directory.CreateDirectory(Path.Combine(folder.Root, "notes"));
        var both = List(new DataOptions { Grades = ["LGG", "HGG"] });
        Assert.That(both.Select(volume => (volume.Case.Name, volume.Case.Institution, volume.Case.Attributes["grade"])), Is.EqualTo(new[]
        {
            ("A", "none", "none"), ("Brats18_CBICA_B_1", "CBICA", "HGG"), ("Brats18_TCIA01_C_1", "TCIA01", "LGG"),
        }));
        Assert.That(List(new DataOptions()).Select(volume => volume.Case.Name), Is.EqualTo(new[] { "A", "Brats18_CBICA_B_1" }));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_case_or_grade_that_is_a_link_to_nothing_is_a_fault()
    {
        folder.Add("HGG", "A");
        File.CreateSymbolicLink(Path.Combine(folder.Root, "HGG", "B"), "../nowhere");
        File.CreateSymbolicLink(Path.Combine(folder.Root, "C"), "nowhere");
        File.CreateSymbolicLink(Path.Combine(folder.Root, "LGG"), "nowhere");
        Assert.That(Source(new DataOptions { Grades = ["HGG"] }).List().Faults.Select(fault => fault.Name), Is.EquivalentTo(new[] { "B", "C" }));
        Assert.That(Source(new DataOptions { Grades = ["HGG", "LGG"] }).List().Faults.Select(fault => fault.Name), Is.EquivalentTo(new[] { "B", "C", "LGG" }));
    }

    [Test]
    public void A_folder_of_volumes_of_another_name_is_said()
    {
        folder.Add("", "A");
        folder.Write("A copy", "A", "seg", new short[120]);
        File.Move(Path.Combine(folder.Root, "A copy", "A", "A_seg.nii"), Path.Combine(folder.Root, "A copy", "A_seg.nii"));
        var source = Source(new DataOptions());
        Assert.That(source.List().Volumes, Has.Count.EqualTo(1));
        Assert.That(source.Notes, Is.EqualTo(new[] { "not looked at, since the names match no pattern: 1 (A copy)" }));
    }

    [Test]
    public void Cases_of_one_person_at_two_times_are_one_patient_and_a_file_that_is_there_twice_is_a_fault()
    {
        folder.Add("HGG", "Brats18_CBICA_B_1");
        folder.Add("HGG", "Brats18_CBICA_B_2");
        folder.Add("HGG", "BraTS20_Training_001");
        folder.Add("HGG", "BraTS20_Training_002");
        var source = Source(new DataOptions());
        Assert.That(source.List().Volumes.Select(volume => volume.Case.Patient), Is.EqualTo(new[] { "BraTS20_Training_001", "BraTS20_Training_002", "Brats18_CBICA_B", "Brats18_CBICA_B" }));
        Assert.That(source.Notes.Single(), Does.Contain("Brats18_CBICA_B has 2"));
        var file = Directory.GetFiles(Path.Combine(folder.Root, "HGG", "Brats18_CBICA_B_1")).Single(path => path.Contains("_t2."));
        File.Copy(file, file.EndsWith(".gz", StringComparison.Ordinal) ? file[..^3] : file + ".gz");
        Assert.That(source.List().Faults.Single().Reason, Does.StartWith("a file of this kind is there already"));
    }

    [Test]
    public void Slices_are_upright_from_below_with_labels_as_classes_and_spacing()
    {
        folder.Add("HGG", "A");
        var @case = Source(new DataOptions { Channels = ["t1ce", "flair"] }).Read(List(new DataOptions { Channels = ["t1ce", "flair"] })[0]);
        Assert.That(@case.Slices.Select(slice => slice.Name), Is.EqualTo(new[] { "001", "002", "003", "004" }));
        Assert.That(@case.Spacing, Is.EqualTo(new VoxelSpacing(3, 2, 1)));
        var slice = @case.Slices[1];
        Assert.That((slice.Image.Height, slice.Image.Width, slice.Image.Channels, slice.Image.Bits), Is.EqualTo((5, 6, 2, 16)));

        // The axes left, posterior, superior are stored in the order in which a slice is looked at.
        Assert.That(slice.Image.Values.Where((_, i) => i % 2 == 0), Is.EqualTo(Enumerable.Range(130, 30)));
        Assert.That(slice.Mask.Values.Take(4), Is.EqualTo(new[] { 1, 2, 3, 0 }));
    }

    [Test]
    public void Negative_values_become_background_and_fractions_keep_their_order()
    {
        folder.Add("HGG", "A");
        var image = new short[120];
        (image[0], image[1]) = (-5, 700);
        folder.Write("HGG", "A", "t2", image);
        Assert.That(Read().Slices[0].Image.Values.Take(2), Is.EqualTo(new[] { 0, 700 }));
    }

    [Test]
    public void All_faults_are_in_one_message()
    {
        foreach (var name in new[] { "A", "B", "C", "D", "E" })
        {
            folder.Add("HGG", name);
        }

        folder.Delete("HGG", "A", "seg");
        folder.WriteBytes("HGG", "B", "t2", [1, 2, 3]);
        folder.Write("HGG", "C", "t2", new short[60], [6, 5, 2]);
        folder.Write("HGG", "D", "seg", [.. Enumerable.Repeat((short)3, 120)]);
        var fault = Assert.Throws<UserException>(() => Prepare(OnError.Stop));
        Assert.That(fault!.Message, Does.StartWith($"4 faults in {folder.Root}:"));
        Assert.That(fault.Message, Does.Contain("A/A_seg.nii.gz: the file is missing"));
        Assert.That(fault.Message, Does.Contain("B_t2.nii is truncated"));
        Assert.That(fault.Message, Does.Contain("C: C_t2.nii is of 6x5x2 voxels, C_seg.nii of 6x5x4"));
        Assert.That(fault.Message, Does.Contain("D: D_seg.nii: the label 3 is in it; 0, 1, 2 and 4 are understood"));
    }

    [Test]
    public void Faulty_cases_may_be_skipped_and_leave_the_others_parts_as_they_are()
    {
        foreach (var name in new[] { "A", "B", "C" })
        {
            folder.Add("HGG", name);
        }

        folder.WriteBytes("HGG", "A", "t2", [1, 2, 3]);
        var data = Prepare(OnError.Skip);
        Assert.That(data.Split.Parts, Is.EqualTo(new Dictionary<string, DataPart> { ["B"] = DataPart.Training, ["C"] = DataPart.Training }));
        Assert.That(data.LeftOut.Select(left => left.Name), Does.Contain("A"));
        Assert.That(data.Cases.Select(@case => @case.TumourVolume), Is.All.EqualTo(3 * 6.0), "three voxels of 1x2x3 mm");
    }

    [Test]
    public void A_root_one_folder_too_high_or_another_grade_is_pointed_at()
    {
        folder.Add("training/LGG", "A");
        var inner = Path.Combine(folder.Root, "training");
        var fault = Assert.Throws<UserException>(() => List(new DataOptions { Grades = ["LGG"] }));
        Assert.That(fault!.Hint, Is.EqualTo($"There are some in {inner}: set data.root to it."));
        fault = Assert.Throws<UserException>(() => new BratsSource(new DataOptions { Root = inner }).List());
        Assert.That(fault!.Message, Does.StartWith($"no cases found: {inner} has no folders HGG/CASE or CASE with files such as CASE_t2.nii.gz"));
        Assert.That(fault.Hint, Is.EqualTo("There is LGG: set data.grades to [LGG]."));
    }

    [Test]
    public void Unknown_channels_and_a_root_that_is_no_folder_are_refused()
    {
        Assert.That(() => List(new DataOptions { Channels = ["t3"] }), Throws.TypeOf<UserException>().With.Message.Contains("no channel 't3'"));
        Assert.That(
            () => new BratsSource(new DataOptions { Root = Path.Combine(folder.Root, "none") }).List(),
            Throws.TypeOf<UserException>().With.Message.Contains("is not a folder"));
    }

    private PreparedData Prepare(OnError onError)
    {
        var options = new DataOptions
        {
            Root = folder.Root,
            ImageSize = 8,
            MinMaskPixels = 0,
            OnError = onError,
            Split = SplitMethod.ByName,
            TestCount = 1,
            ValidationFraction = 0,
        };
        return new DataReading(options, cases => PatientSplit.Make(cases, options), threads: 2, progress: null, everySlice: false).Volumes(Source(options));
    }

    private BratsSource Source(DataOptions options) => new(options with { Root = folder.Root });

    private IReadOnlyList<VolumeFiles> List(DataOptions options) => Source(options).List().Volumes;

    private ImageCase Read() => Source(new DataOptions()).Read(List(new DataOptions())[0]);
}
