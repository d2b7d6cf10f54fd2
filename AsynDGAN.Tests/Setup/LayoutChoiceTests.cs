using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Setup;
using AsynDGAN.Tests.Imaging;

namespace AsynDGAN.Tests.Setup;

/// <summary>What data are taken for.</summary>
public class LayoutChoiceTests
{
    private HospitalFolder folder = null!;

    [SetUp]
    public void Make() => folder = new HospitalFolder();

    [TearDown]
    public void Remove() => folder.Dispose();

    [TestCase("drawn", "synthesis.json")]
    [TestCase("runs/first/predicted", "predictions.csv")]
    public void What_the_program_wrote_itself_is_no_data(string place, string mark)
    {
        folder.WriteSites(5, "north", "south");
        folder.Write($"{place}/images/x.png", HospitalFolder.Image(20));
        folder.Write($"{place}/masks/x.png", HospitalFolder.Mask(20));
        File.WriteAllText(folder.In($"{place}/{mark}"), "");
        File.WriteAllText(folder.In($"{place}/config.yaml"), "");
        folder.Run();
        Assert.That(folder.Manifest, Has.Length.EqualTo(11).And.None.Contains(place));
        Assert.That(folder.Display.Lines, Does.Contain($"not looked at: 1 folder that asyndgan wrote ({place})"));
    }

    [Test]
    public void A_table_with_other_columns_becomes_a_manifest()
    {
        folder.WriteSites(5, "north", "south");
        var rows = Enumerable.Range(0, 10).Select(i => $"{(i < 5 ? $"north/images/a{i}.png,north/masks/a{i}.png" : $"south/images/b{i - 5}.png,south/masks/b{i - 5}.png")},{(i % 2 == 0 ? "Lyon" : "Ulm")},{i}");
        File.WriteAllLines(folder.In("list.csv"), ["image,mask,clinic,number", .. rows]);
        Assert.That(folder.Refusal(), Does.Contain("which column names the patients?").And.Contain("--patients column:number"));
        folder.Run(options: request => request with { Sites = "column:clinic", Patients = "column:number" });
        Assert.That(folder.Manifest[1], Is.EqualTo("Lyon,0,north/images/a0.png,north/masks/a0.png"));
    }

    [Test]
    public void A_table_counts_without_a_line_feed_at_its_end()
    {
        folder.WriteSites(5, "north", "south");
        File.WriteAllText(folder.In("list.csv"), string.Join('\n', Table("site,patient,image,mask")));
        folder.Run();
        Assert.That(folder.Experiment.Data.Root, Is.EqualTo(folder.In("list.csv")));
    }

    [TestCase(",north/images/a0.png,", ",", "list.csv", "line 2: 3 fields where the header has 4")]
    [TestCase("north,", "K\u00F6ln,", "list.csv", "line 2 is not utf-8")]
    [TestCase("north,0,", "\"north,0,", "list.csv", "line 2: the double quotes do not match")]
    public void A_table_of_images_that_is_at_fault_is_named_and_never_passed_over(string sound, string fault, params string[] told)
    {
        folder.WriteSites(5, "north", "south");
        var text = string.Join('\n', Table("site,patient,image,mask"));
        var at = text.IndexOf(sound, StringComparison.Ordinal);
        File.WriteAllText(folder.In("list.csv"), text[..at] + fault + text[(at + sound.Length)..], System.Text.Encoding.Latin1);
        var refusal = folder.Refusal();
        foreach (var part in told)
        {
            Assert.That(refusal, Does.Contain(part));
        }
    }

    [Test]
    public void The_case_of_a_table_s_columns_does_not_count_and_its_parts_are_kept()
    {
        folder.WriteSites(5, "north", "south");
        File.WriteAllLines(folder.In("list.csv"), Table("Site,PATIENT,Image,Mask,Part,age", ",{0},50"));
        folder.Run();
        Assert.That(folder.Experiment.Data.Root, Is.EqualTo(folder.In("list.csv")), "a manifest as it is");
        Assert.That(folder.Display.Lines, Does.Contain("columns that are not looked at: age"));

        File.WriteAllLines(folder.In("list.csv"), Table("Clinic,PATIENT,Image,Mask,Part", ",{0}"));
        File.Delete(folder.Output);
        folder.Run(options: request => request with { Sites = "column:clinic" });
        Assert.That(folder.Manifest[0], Is.EqualTo("site,patient,part,image,mask"));
        Assert.That(folder.Manifest, Does.Contain("north,0,test,north/images/a0.png,north/masks/a0.png").And.Contain("north,1,train,north/images/a1.png,north/masks/a1.png"));
    }

    /// <summary>Ten images of two sites, the first patient of each a test patient.</summary>
    private static string[] Table(string header, string more = "") =>
        [header, .. Enumerable.Range(0, 10).Select(i => $"{(i < 5 ? "north" : "south")},{i},{(i < 5 ? $"north/images/a{i}.png,north/masks/a{i}.png" : $"south/images/b{i - 5}.png,south/masks/b{i - 5}.png")}{string.Format(more, i % 5 == 0 ? "test" : "train")}")];

    [Test]
    public void Masks_in_a_folder_of_images_are_told_with_that_folder()
    {
        folder.WritePairs(2, i => $"h{i}", i => $"scans/x{i}.png", i => $"scans/x{i}_mask.png");
        Assert.That(folder.Refusal(), Does.Contain("holds 4 images and no masks; h0/scans/x0_mask.png is named as a mask, but lies in a folder called scans, in which all are images"));
    }

    [Test]
    public void Volumes_of_two_hospitals_are_read_as_volumes()
    {
        for (var i = 0; i < 4; i++)
        {
            folder.WriteVolume($"h{i % 2}/images/v{i}.nii", z => HospitalFolder.Image(i + z));
            folder.WriteVolume($"h{i % 2}/labels/v{i}.nii", z => HospitalFolder.Mask(i + z, inside: z > 2 ? 1 : 0));
        }

        folder.Run(0.01);
        Assert.That(folder.Manifest[1], Is.EqualTo("h0,v0,h0/images/v0.nii,h0/labels/v0.nii"));
        Assert.That(folder.Display.Lines, Does.Contain("site h1: 2 patients, 2 volumes"));
        Assert.That(folder.Experiment.Data.Patch.Size, Is.Null);
    }

    [Test]
    public void A_data_set_of_nnU_Net_has_its_channels_and_classes_named()
    {
        for (var i = 0; i < 6; i++)
        {
            folder.WriteVolume($"Dataset001/imagesTr/case_{i}_0000.nii", z => HospitalFolder.Image(i + z));
            folder.WriteVolume($"Dataset001/imagesTr/case_{i}_0001.nii", z => HospitalFolder.Image(i + z + 10));
            folder.WriteVolume($"Dataset001/labelsTr/case_{i}.nii", z => HospitalFolder.Mask(i + z, inside: 1 + z % 2));
        }

        File.WriteAllText(folder.In("Dataset001/dataset.json"), """{ "channel_names": { "0": "T1", "1": "T2" }, "labels": { "background": 0, "core": 1, "oedema": 2 } }""");
        Assert.That(folder.Refusal(request => request with { Sites = "random:2" }), Does.Contain("--mask-values 2: oedema alone is the object"));
        folder.Run(options: request => request with { Sites = "random:2", MaskValues = "all" });
        var data = folder.Experiment.Data;
        Assert.That((string.Join(' ', data.ChannelNames), string.Join(' ', data.Channels), string.Join(' ', data.MaskValues)), Is.EqualTo(("T1 T2", "T1 T2", "1 2")));
        Assert.That(folder.Manifest[1], Is.EqualTo("all,case_0,Dataset001/imagesTr/case_0_0000.nii|Dataset001/imagesTr/case_0_0001.nii,Dataset001/labelsTr/case_0.nii"));
    }

    [TestCase("""{ "0": "zscore", "1": "zscore" }""", "dataset.json names 2 channels (zscore, zscore), which cannot name the 2 files of an image")]
    [TestCase("""{ "0": "T1", "1": "" }""", "dataset.json names 2 channels (T1, ), which cannot name the 2 files of an image")]
    [TestCase("""{ "0": "T1" }""", "dataset.json names 1 channel (T1), which cannot name the 2 files of an image")]
    public void Channels_of_nnU_Net_that_are_no_names_are_said_and_numbers_stay(string names, string note)
    {
        for (var i = 0; i < 6; i++)
        {
            folder.WriteVolume($"imagesTr/case_{i}_0000.nii", z => HospitalFolder.Image(i + z));
            folder.WriteVolume($"imagesTr/case_{i}_0001.nii", z => HospitalFolder.Image(i + z + 10));
            folder.WriteVolume($"labelsTr/case_{i}.nii", z => HospitalFolder.Mask(i + z, inside: 1));
        }

        File.WriteAllText(folder.In("dataset.json"), $$"""{ "channel_names": {{names}}, "labels": { "background": 0, "core": 1 } }""");
        folder.Run(options: request => request with { Sites = "random:2" });
        Assert.That(folder.Experiment.Data.ChannelNames, Is.EqualTo(new[] { "0000", "0001" }));
        Assert.That(folder.Display.Lines, Does.Contain(note));
    }

    [Test]
    public void The_published_brain_slices_are_known_by_their_folders()
    {
        WriteSlices("kaggle_3m", first: "EZ");
        folder.Write("other/x.png", HospitalFolder.Image(1));
        Assert.That(folder.Run().Manifest, Is.Null);
        Assert.That(folder.Display.Lines, Has.Some.Contains("1 image lies outside of").And.Some.Contains("is not used, such as other/x.png"));
        var experiment = folder.Experiment;
        Assert.That((experiment.Data.Source, experiment.Data.Root, experiment.Data.Channels[0]), Is.EqualTo((DataSource.LggMri, Path.Combine(folder.Data, "kaggle_3m"), "flair")));
        Assert.That(experiment.Sites.Merge, Is.EqualTo(new Dictionary<string, string> { ["EZ"] = "CS" }), "one patient alone");
    }

    [Test]
    public void Several_data_sets_in_one_folder_are_asked_about_and_an_option_names_one()
    {
        WriteSlices("kaggle_3m");
        WriteCells("dsb/stage1_train");
        folder.WriteSites(3, "mine/north", "mine/south");
        var message = folder.Refusal();
        Assert.That(message, Does.Contain("can be read in 3 ways; which is meant?").And.Contain("--layout lgg-mri:kaggle_3m: the LGG segmentation set, 10 patients")
            .And.Contain("--layout dsb2018:dsb: nuclei of the 2018 Data Science Bowl, 1 pictures").And.Contain("--layout pairs: the other images: 6 with a mask each"));
        Assert.That(File.Exists(folder.Output), Is.False);
        var outcome = folder.Run(options: request => request with { Layout = "pairs", Sites = "folder" });
        Assert.That((outcome.Layout, folder.Manifest.Length, folder.Manifest[1].Split(',')[2]), Is.EqualTo(("pairs", 7, "mine/north/images/a0.png")));
        File.Delete(folder.Output);
        File.Delete(folder.In("manifest.csv"));
        outcome = folder.Run(answers: new GivenAnswers(("--layout", "lgg-mri:kaggle_3m")));
        Assert.That((outcome.Layout, outcome.Choices.Single(), outcome.Outside.Count), Is.EqualTo(("lgg-mri", new SetupAnswer("--layout", "lgg-mri:kaggle_3m", WasAsked: true), 14)));
    }

    [Test]
    public void Images_that_a_table_leaves_out_are_told()
    {
        folder.WriteSites(5, "north", "south");
        folder.Run();
        File.Delete(folder.Output);
        folder.Write("north/images/new.png", HospitalFolder.Image(30));
        folder.Write("north/masks/new.png", HospitalFolder.Mask(30));
        folder.Run();
        Assert.That(folder.Display.Lines, Has.One.StartsWith("not in the table: 2 images of the folder, such as north/images/new.png"));
    }

    [Test]
    public void A_table_beside_a_data_set_of_nnU_Net_is_taken_and_that_is_said()
    {
        for (var i = 0; i < 6; i++)
        {
            folder.Write($"imagesTr/k{i}_0000.png", HospitalFolder.Image(i));
            folder.Write($"labelsTr/k{i}.png", HospitalFolder.Mask(i));
            folder.Write($"imagesTs/k{i}_0000.png", HospitalFolder.Image(i + 10));
            folder.Write($"labelsTs/k{i}.png", HospitalFolder.Mask(i + 10));
        }

        File.WriteAllText(folder.In("dataset.json"), """{ "channel_names": { "0": "T1" }, "labels": { "background": 0, "core": 1 } }""");
        folder.Run(options: request => request with { Sites = "random:2" });
        Assert.That(folder.Display.Lines, Has.One.Contains("not used: 6 files of imagesTs, whose labels (labelsTs) are not used either"));
        File.Delete(folder.Output);
        Assert.That(folder.Run(options: request => request with { Sites = "random:2" }).Layout, Is.EqualTo("manifest"));
        Assert.That(folder.Display.Lines, Has.One.EndsWith("where that is meant, give --layout nnunet"));
        File.Delete(folder.Output);
        Assert.That(folder.Run(options: request => request with { Sites = "random:2", Layout = "nnunet" }).Layout, Is.EqualTo("nnunet"));
    }

    [Test]
    public void A_layout_that_is_not_there_is_refused_with_those_that_are()
    {
        folder.WriteSites(3, "north", "south");
        Assert.That(folder.Refusal(request => request with { Layout = "brats" }), Does.Contain("--layout brats: ").And.Contain("It can be read by --layout pairs (6 with a mask each, by their names)."));
        Assert.That(() => folder.Run(options: request => request with { Layout = "pairs" }), Throws.Nothing);
    }

    [Test]
    public void The_pairs_of_a_folder_are_read_again_where_init_wrote_a_manifest_of_them()
    {
        folder.WritePairs(16, i => $"{(i % 2 == 0 ? "north" : "south")}/k{i / 2}", _ => "image.png", _ => "mask.png");
        folder.Run();
        Assert.That(folder.Display.Lines, Has.Some.Contains("give --layout pairs too, or remove the manifest first"));
        File.Delete(folder.Output);
        Assert.That(folder.Refusal(request => request with { Patients = "same-folder", Sites = "random:2" }), Does.Contain("is a table").And.Contain("--layout pairs"));
        Assert.That(folder.Refusal(request => request with { Layout = "brats" }), Does.Contain("--layout pairs (all images: 16 with a mask each"));
        var outcome = folder.Run(options: request => request with { Layout = "pairs", Patients = "same-folder", Sites = "random:2" });
        Assert.That((outcome.Layout, File.ReadAllLines(outcome.Manifest!).Skip(1).Select(line => line.Split(',')[1]).Distinct().Count()), Is.EqualTo(("pairs", 8)));
    }

    [Test]
    public void Sheets_of_drawings_are_no_images_that_a_table_leaves_out()
    {
        folder.WriteSites(5, "north", "south");
        File.WriteAllLines(folder.In("manifest.csv"), Table("site,patient,image,mask"));
        File.WriteAllText(folder.In("synthesis.json"), "");
        File.WriteAllText(folder.In("config.yaml"), "");
        folder.Write("contact-sheet.png", HospitalFolder.Image(20));
        folder.Run();
        Assert.That(folder.Display.Lines, Has.None.Contains("not in the table"));
    }

    [Test]
    public void Two_tables_and_two_folders_of_one_layout_are_asked_about()
    {
        folder.WriteSites(5, "north", "south");
        folder.Run();
        File.Delete(folder.Output);
        File.Copy(folder.In("manifest.csv"), folder.In("another.csv"));
        Assert.That(folder.Refusal(), Does.Contain("--layout manifest:another.csv: a table of 10 images with a mask each").And.Contain("--layout manifest:manifest.csv: "));
        Assert.That(folder.Run(options: request => request with { Layout = "manifest:another.csv" }).Experiment.Data.Root, Is.EqualTo(folder.In("another.csv")));
    }

    [Test]
    public void A_table_of_some_of_a_published_sets_images_is_the_only_reading()
    {
        WriteSlices("kaggle_3m");
        var rows = Directory.GetFiles(folder.Data, "*_1.tif", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(8)
            .Select((file, i) => $"{(i % 2 == 0 ? "a" : "b")},p{i},{Path.GetRelativePath(folder.Data, file)},{Path.GetRelativePath(folder.Data, file).Replace("_1.tif", "_1_mask.tif")}");
        File.WriteAllLines(folder.In("mine.csv"), ["site,patient,image,mask", .. rows]);
        Assert.That(folder.Run().Layout, Is.EqualTo("manifest"));
    }

    [TestCase("t1")]
    [TestCase("t1ce")]
    [TestCase("t2")]
    [TestCase("flair")]
    public void Volumes_of_BraTS_are_known_by_any_of_their_channels_and_what_is_missing_is_named(string channel)
    {
        for (var i = 0; i < 8; i++)
        {
            var name = $"Brats18_{(i % 2 == 0 ? "CBICA" : "TCIA01")}_{i}_1";
            folder.WriteVolume($"HGG/{name}/{name}_{channel}.nii", z => HospitalFolder.Image(i + z));
            folder.WriteVolume($"HGG/{name}/{name}_seg.nii", z => HospitalFolder.Mask(i + z, inside: z > 2 ? 4 : 0));
        }

        folder.WriteVolume("HGG/Brats18_CBICA_0_1/Brats18_CBICA_0_1_extra.nii", z => HospitalFolder.Image(z));
        var outcome = folder.Run(0.01);
        var data = folder.Experiment.Data;
        Assert.That((outcome.Layout, data.Source, string.Join(' ', data.Channels.DefaultIfEmpty("t2"))), Is.EqualTo(("brats", DataSource.Brats, channel)));
        var missing = new[] { "t1", "t1ce", "t2", "flair" }.Except([channel]).Select(kind => $"missing: {kind} of 8 of 8 cases, such as HGG/Brats18_CBICA_0_1/Brats18_CBICA_0_1_{kind}.nii.gz");
        Assert.That(outcome.Notes, Is.EqualTo(missing));
        File.Delete(folder.Output);
        File.Delete(folder.In("HGG/Brats18_TCIA01_3_1/Brats18_TCIA01_3_1_seg.nii"));
        Assert.That(folder.Refusal(), Does.Contain("Brats18_TCIA01_3_1/Brats18_TCIA01_3_1_seg.nii.gz: the file is missing"));
    }

    private void WriteSlices(string place, string first = "CS")
    {
        foreach (var i in Enumerable.Range(0, 10))
        {
            var (image, patient) = (HospitalFolder.Image(i), $"TCGA_{(i == 0 ? first : i % 2 == 0 ? "CS" : "DU")}_{4941 + i}_19960909");
            File.WriteAllBytes(folder.In($"{place}/{patient}/{patient}_1.tif"), new TiffSample().Write(new PixelArray(32, 32, 3, 8, [.. image.Values.SelectMany(value => new[] { value, value, value })])));
            File.WriteAllBytes(folder.In($"{place}/{patient}/{patient}_1_mask.tif"), new TiffSample().Write(HospitalFolder.Mask(i)));
        }
    }

    private void WriteCells(string place)
    {
        folder.Write($"{place}/c1/images/c1.png", HospitalFolder.Image(1));
        folder.Write($"{place}/c1/masks/n1.png", HospitalFolder.Mask(1));
    }
}
