using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Tests.Imaging;

namespace AsynDGAN.Tests.Data.Sources;

public class LggMriSourceTests
{
    private const string First = "TCGA_CS_4941_19960909";
    private const string Second = "TCGA_HT_7877_19980917";

    private readonly TemporaryFolder folder = new();

    [OneTimeTearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void Patients_institutions_slices_and_the_flair_channel_come_from_the_layout()
    {
        var root = Root();
        Add(root, First, 10);
        Add(root, First, 9);
        Add(root, Second, 1);
        var set = Source(root).Read(2);
        Assert.That(set.Cases.Select(@case => (@case.Patient, @case.Institution)), Is.EqualTo(new[] { (First, "CS"), (Second, "HT") }));
        Assert.That(set.Cases[0].Slices.Select(slice => slice.Name), Is.EqualTo(new[] { "9", "10" }));
        Assert.That(set.Cases[0].Slices[0].Image.Values, Is.All.EqualTo(20));
        Assert.That(set.Cases[0].Slices[0].Mask.Values, Is.EqualTo(new ushort[] { 255, 0, 0, 0 }));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_patient_whose_folder_is_a_link_to_nothing_is_a_fault()
    {
        var root = Root();
        Add(root, First, 1);
        File.CreateSymbolicLink(Path.Combine(root, Second), "../nowhere");
        File.CreateSymbolicLink(Path.Combine(root, "notes"), "../nowhere");
        Assert.That(Source(root).List().Faults.Select(fault => fault.Name), Is.EqualTo(new[] { Second }));
    }

    [Test]
    public void Extensions_count_in_any_case_and_other_files_are_noted()
    {
        var root = Root();
        Add(root, First, 1);
        File.Move(Path.Combine(root, First, $"{First}_1.tif"), Path.Combine(root, First, $"{First}_1.TIF"));
        File.Move(Path.Combine(root, First, $"{First}_1_mask.tif"), Path.Combine(root, First, $"{First}_1_mask.Tif"));
        File.WriteAllText(Path.Combine(root, First, "readme.txt"), "not looked at");
        File.WriteAllText(Path.Combine(root, First, $"._{First}_1.tif"), "what a system leaves");
        var set = Source(root).Read(1);
        Assert.That(set.Cases.Single().Slices.Single().Name, Is.EqualTo("1"));
        Assert.That(set.Notes.Single(note => note.Contains("no pattern")), Does.Contain($"2 ({First}/._{First}_1.tif, {First}/readme.txt)"));
        File.Copy(Path.Combine(root, First, $"{First}_1.TIF"), Path.Combine(root, First, $"{First}_1.tif"));
        Assert.That(Assert.Throws<UserException>(() => Source(root).Read(1))!.Message, Does.Contain($"{First}_1.tif: {First}_1.TIF is there too"));
    }

    [Test]
    public void Folders_of_one_person_at_two_dates_are_one_patient()
    {
        var root = Root();
        string[] folders = ["TCGA_CS_4941_19960909", "TCGA_CS_4941_19970101", "TCGA_CS_4942_19970222"];
        Array.ForEach(folders, name => Add(root, name, 1));
        foreach (var (i, name) in folders.Index())
        {
            File.WriteAllBytes(Path.Combine(root, name, $"{name}_1.tif"), new TiffSample().Write(new PixelArray(2, 2, 3, 8, [.. Enumerable.Range(0, 12).Select(at => (ushort)(at * (i + 1)))])));
        }

        var set = Source(root).Read(1);
        Assert.That(set.Cases.Select(@case => (@case.Name, @case.Patient)), Is.EqualTo(new[] { (folders[0], "TCGA_CS_4941"), (folders[1], "TCGA_CS_4941"), (folders[2], folders[2]) }));
        Assert.That(set.Notes, Is.EqualTo(new[] { "cases of one patient at several times: TCGA_CS_4941 has 2" }));
    }

    [Test]
    public void A_second_mask_a_number_that_comes_twice_and_a_name_without_institution_are_faults_and_folders_of_other_names_are_noted()
    {
        var root = Root();
        Add(root, First, 1);
        Add(root, First, 2);
        Add(root, "TCGA__4942_19970222", 1);
        File.Copy(Path.Combine(root, First, $"{First}_1_mask.tif"), Path.Combine(root, First, $"{First}_1_MASK.tif"));
        File.Copy(Path.Combine(root, First, $"{First}_2.tif"), Path.Combine(root, First, $"{First}_02.tif"));
        File.Copy(Path.Combine(root, First, $"{First}_2_mask.tif"), Path.Combine(root, First, $"{First}_02_mask.tif"));
        Directory.CreateDirectory(Path.Combine(root, "tcga_CS_1_2"));
        Directory.CreateDirectory(Path.Combine(root, First, Second));
        var fault = Assert.Throws<UserException>(() => Source(root).Read(1))!.Message;
        Assert.That(fault, Does.Contain("3 faults").And.Contain("TCGA__4942_19970222: the name has no institution").And.Contain($"{First}_1_mask.tif: {First}_1_MASK.tif is there too").And.Contain($"{First}_2.tif: {First}_02.tif has the same number"));
        Directory.Delete(Path.Combine(root, "TCGA__4942_19970222"), recursive: true);
        Array.ForEach(["1_MASK", "02", "02_mask"], end => File.Delete(Path.Combine(root, First, $"{First}_{end}.tif")));
        Assert.That(Source(root).Read(1).Notes.Single(note => note.Contains("no pattern")), Does.Contain($"2 (tcga_CS_1_2/, {First}/{Second}/)"));
    }

    [Test]
    public void A_slice_that_is_in_two_patients_is_refused_with_both_names()
    {
        var root = Root();
        foreach (var (patient, number) in new[] { (First, 1), (Second, 7) })
        {
            Add(root, patient, number);
            var picture = new PixelArray(2, 2, 3, 8, [.. Enumerable.Range(0, 12).Select(i => (ushort)i)]);
            File.WriteAllBytes(Path.Combine(root, patient, $"{patient}_{number}.tif"), new TiffSample().Write(picture));
        }

        var fault = Assert.Throws<UserException>(() => Source(root).Read(1))!;
        Assert.That(fault.Message, Does.Contain($"{Second}/{Second}_7.tif: its image is that of {First}/{First}_1.tif too, of patient {First}"));
    }

    [Test]
    public void Channels_are_taken_in_the_order_asked_for()
    {
        var root = Root();
        Add(root, First, 1);
        var image = Source(root, new DataOptions { Channels = ["post", "pre"] }).Read(1).Cases[0].Slices[0].Image;
        Assert.That(image.Channels, Is.EqualTo(2));
        Assert.That(image.Values.Take(4), Is.EqualTo(new[] { 30, 10, 30, 10 }));
    }

    [Test]
    public void An_unknown_channel_is_answered_with_those_there()
    {
        var fault = Assert.Throws<UserException>(() => Source(Root(), new DataOptions { Channels = ["t2"] }).Read(1));
        Assert.That(fault!.Message, Does.Contain("'t2'"));
        Assert.That(fault.Hint, Does.Contain("pre, flair, post"));
    }

    [Test]
    public void An_empty_folder_says_which_layout_was_looked_for_and_where()
    {
        var root = Root();
        var fault = Assert.Throws<UserException>(() => Source(root).Read(1));
        Assert.That(fault!.Message, Does.Contain("no cases found").And.Contain(root).And.Contain("TCGA_<institution>_<number>_<date>"));
    }

    [Test]
    public void Cases_one_folder_below_are_pointed_out()
    {
        var root = Root();
        Add(Path.Combine(root, "kaggle_3m"), First, 1);
        var fault = Assert.Throws<UserException>(() => Source(root).Read(1));
        Assert.That(fault!.Hint, Does.Contain(Path.Combine(root, "kaggle_3m")));
    }

    [Test]
    public void A_missing_root_is_an_error()
    {
        Assert.That(Assert.Throws<UserException>(() => Source("nowhere").Read(1))!.Message, Does.Contain("nowhere"));
        Assert.That(Assert.Throws<UserException>(() => new LggMriSource(new DataOptions()).Read(1))!.Message, Does.Contain("data.root"));
    }

    [Test]
    public void All_faults_are_reported_together_by_name([Values(1, 4)] int threads)
    {
        var fault = Assert.Throws<UserException>(() => Source(Faulty()).Read(threads));
        Assert.That(fault!.Message, Does.StartWith("8 faults"));
        foreach (var line in new[]
        {
            $"{First}/{First}_2.tif: the image has no mask",
            $"{First}/{First}_3_mask.tif: the mask has no image",
            $"{First}/{First}_4.tif: the image is 2x2, its mask 3x2",
            $"{First}/{First}_5.tif: the mask has the values 0, 7; 0 and 255 (or 0 and 1) are understood",
            $"{First}/{First}_7.tif: the image has 1 channels; pre, flair, post are wanted",
            $"{First}/notes.tif: the name is not {First}_<n>.tif or {First}_<n>_mask.tif",
            $"{Second}: the folder has no .tif files",
        })
        {
            Assert.That(fault.Message, Does.Contain(line));
        }

        Assert.That(fault.Message, Does.Contain($"{First}/{First}_6.tif: ").And.Contain($"{First}_6.tif is empty"));
        Assert.That(fault.Hint, Does.Contain("--set data.on_error=skip"));
    }

    [Test]
    public void Skipping_leaves_the_faulty_slices_out_and_records_why()
    {
        var set = Source(Faulty(), new DataOptions { OnError = OnError.Skip }).Read(2, OnError.Skip);
        Assert.That(set.Cases, Has.Count.EqualTo(1));
        Assert.That(set.Cases[0].Slices.Select(slice => slice.Name), Is.EqualTo(new[] { "1" }));
        Assert.That(set.LeftOut, Has.Count.EqualTo(8));
        Assert.That(set.LeftOut, Does.Contain(new LeftOut($"{First}/{First}_2.tif", "the image has no mask")));
    }

    [Test]
    public void Nothing_left_after_skipping_is_an_error()
    {
        var root = Root();
        Save(Path.Combine(root, First, $"{First}_1.tif"), new PixelArray(2, 2, 3, 8, new ushort[12]));
        var source = Source(root, new DataOptions { OnError = OnError.Skip });
        Assert.That(Assert.Throws<UserException>(() => source.Read(1, OnError.Skip))!.Message, Does.Contain("no slice").And.Contain(root));
    }

    [Test]
    public void The_fingerprint_follows_contents_and_names()
    {
        var (root, same, other, renamed) = (Root(), Root(), Root(), Root());
        Add(root, First, 1);
        Add(same, First, 1);
        Add(other, First, 1, 21);
        Add(renamed, First, 2);
        var fingerprints = new[] { root, same, other, renamed }.Select(folder => Source(folder).Read(1).Fingerprint).ToArray();
        Assert.That(fingerprints[1], Is.EqualTo(fingerprints[0]));
        Assert.That(fingerprints.Distinct().Count(), Is.EqualTo(3));
        Assert.That(fingerprints[0], Does.Match("^[0-9a-f]{64}$"));
    }

    private static LggMriSource Source(string root, DataOptions? options = null) => new((options ?? new DataOptions()) with { Root = root });

    private string Root() => Directory.CreateDirectory(Path.Combine(folder.Path, Guid.NewGuid().ToString("N"))).FullName;

    private string Faulty()
    {
        var root = Root();
        Add(root, First, 1);
        string Named(string end) => Path.Combine(root, First, $"{First}_{end}.tif");
        var image = new PixelArray(2, 2, 3, 8, new ushort[12]);
        Save(Named("2"), image);
        Save(Named("3_mask"), TestCases.Constant(2, 2, 0));
        Save(Named("4"), image);
        Save(Named("4_mask"), TestCases.Constant(3, 2, 0));
        Save(Named("5"), image);
        Save(Named("5_mask"), new PixelArray(2, 2, 1, 8, [0, 7, 0, 0]));
        File.WriteAllBytes(Named("6"), []);
        Save(Named("6_mask"), TestCases.Constant(2, 2, 0));
        Save(Named("7"), TestCases.Constant(2, 2, 0));
        Save(Named("7_mask"), TestCases.Constant(2, 2, 0));
        Save(Path.Combine(root, First, "notes.tif"), image);
        Directory.CreateDirectory(Path.Combine(root, Second));
        File.WriteAllText(Path.Combine(root, "data.csv"), "not looked at");
        return root;
    }

    private static void Add(string root, string patient, int slice, ushort flair = 20)
    {
        var image = new PixelArray(2, 2, 3, 8, [10, flair, 30, 10, flair, 30, 10, flair, 30, 10, flair, 30]);
        Save(Path.Combine(root, patient, $"{patient}_{slice}.tif"), image);
        Save(Path.Combine(root, patient, $"{patient}_{slice}_mask.tif"), new PixelArray(2, 2, 1, 8, [255, 0, 0, 0]));
    }

    /// <summary>Readers go by the first bytes of a file, so PNG does for these tests.</summary>
    private static void Save(string path, PixelArray pixels)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        PngFile.Write(pixels, path);
    }
}
