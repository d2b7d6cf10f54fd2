using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Setup;
using AsynDGAN.Tests.Data;
using AsynDGAN.Tests.Imaging;

namespace AsynDGAN.Tests.Setup;

public class ProjectSetupTests
{
    private HospitalFolder folder = null!;

    [SetUp]
    public void Make() => folder = new HospitalFolder();

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void Two_hospitals_of_pictures_become_a_manifest_and_a_configuration()
    {
        folder.WriteSites(5, "north", "south");
        var outcome = folder.Run();
        Assert.That(folder.Manifest[..2], Is.EqualTo(new[] { "site,patient,image,mask", "north,a0,north/images/a0.png,north/masks/a0.png" }));
        Assert.That(folder.Manifest, Has.Length.EqualTo(11));
        var experiment = folder.Experiment;
        Assert.Multiple(() =>
        {
            Assert.That(experiment.Data.Root, Is.EqualTo(outcome.Manifest));
            Assert.That((experiment.Data.ImageSize, experiment.Data.Crop, experiment.Data.Conditions.Count), Is.EqualTo((32, CropMethod.Head, 2)));
            Assert.That((experiment.Loss.Gan, experiment.Loss.LambdaL1, experiment.Generator.Blocks), Is.EqualTo((GanLoss.Lsgan, 20, 4)), "as configs/lgg.yaml has it");
            Assert.That(folder.Display.Lines, Does.Contain("site south: 5 patients, 5 pictures"));
            Assert.That(outcome.Lines, Does.Contain($"    asyndgan train   --config {folder.Output}"));
            Assert.That(folder.Yaml, Does.Contain("survives"));
        });
    }

    [Test]
    public void The_same_data_give_the_same_text()
    {
        folder.WriteSites(5, "north", "south");
        folder.Run();
        var first = folder.Yaml;
        File.Delete(folder.Output);
        File.Delete(folder.In("manifest.csv"));
        folder.Run();
        Assert.That(folder.Yaml, Is.EqualTo(first));
    }

    [Test]
    public void A_manifest_that_is_there_is_used_as_it_is()
    {
        folder.WriteSites(5, "north", "south");
        folder.Run();
        var (manifest, before) = (folder.Manifest, folder.Names);
        File.Delete(folder.Output);
        Assert.That(folder.Run().Manifest, Is.Null);
        Assert.That((folder.Manifest, folder.Names), Is.EqualTo((manifest, before)));
        Assert.That(folder.Display.Lines, Has.None.Contains("warning"));
    }

    [Test]
    public void Nothing_is_overwritten()
    {
        folder.WriteSites(5, "north", "south");
        File.WriteAllText(folder.Output, "mine");
        Assert.That(Message(), Does.Contain("is there already"));
        Assert.That((folder.Yaml, File.Exists(folder.In("manifest.csv"))), Is.EqualTo(("mine", false)));
    }

    [Test]
    public void Where_something_is_wrong_nothing_is_written()
    {
        folder.WriteSites(5, "north", "south");
        folder.Write("south/masks/b2.png", HospitalFolder.Mask(1, 16));
        Assert.That(Message(), Does.Contain("south/images/b2.png: the image is 32x32, its mask 16x16"));
        Assert.That((File.Exists(folder.Output), File.Exists(folder.In("manifest.csv"))), Is.EqualTo((false, false)));
    }

    [Test]
    public void Data_that_cannot_be_written_to_have_their_manifest_beside_the_configuration()
    {
        folder.WriteSites(5, "north", "south");
        Directory.CreateDirectory(folder.In("manifest.csv"));
        File.WriteAllText(folder.In("manifest.csv/x"), "a folder of this name");
        Assert.That(folder.Run().Manifest, Is.EqualTo(Path.Combine(Path.GetDirectoryName(folder.Output)!, "hospital-manifest.csv")));
        Assert.That(File.ReadAllLines(folder.Experiment.Data.Root!)[1], Is.EqualTo("north,a0,data/north/images/a0.png,data/north/masks/a0.png"));
    }

    [Test]
    public void What_does_not_pair_is_listed_and_left_out()
    {
        folder.WriteSites(5, "north", "south");
        File.Delete(folder.In("north/masks/a3.png"));
        folder.Run();
        Assert.That(folder.Display.Lines.Single(line => line.StartsWith("warning", StringComparison.Ordinal)), Does.EndWith("\n  north/images/a3.png: no mask"));
        Assert.That(folder.Manifest, Has.Length.EqualTo(10));
    }

    [Test]
    public void Images_of_one_name_that_no_mask_tells_apart_are_named()
    {
        foreach (var name in new[] { "x.png", "x.tif", "x_mask.png" })
        {
            folder.Write(name, HospitalFolder.Image(0));
        }

        Assert.That(Message(), Does.Contain("none of 2 images and 1 masks pair; x_mask.png: 2 images (x.png, x.tif), where one is wanted"));
    }

    [Test]
    public void Folders_that_may_be_sites_or_patients_are_asked_about()
    {
        folder.WriteSites(2, "k1", "k2", "k3", "k4", "k5", "k6");
        var message = Message();
        Assert.That(message, Does.Contain("are its 6 folders (k1, k2, k3, ...) sites or patients?"));
        Assert.That(message, Does.Contain("--sites folder: a folder is a site").And.Contain("--sites random:2: "));
        folder.Run(answers: new GivenAnswers(("--sites", "random:2")));
        Assert.That(folder.Manifest[1], Is.EqualTo("all,k1,k1/images/a0.png,k1/masks/a0.png"));
        Assert.That((folder.Experiment.Sites.By, folder.Experiment.Sites.Count), Is.EqualTo(("random", 2)));
    }

    [Test]
    public void An_option_answers_beforehand()
    {
        folder.WriteSites(3, "k1", "k2", "k3", "k4", "k5", "k6");
        var answers = new GivenAnswers();
        folder.Run(options: request => request with { Sites = "folder", Patients = "picture" }, answers: answers);
        Assert.That((answers.Asked.Count, folder.Manifest[1]), Is.EqualTo((0, "k1,a0,k1/images/a0.png,k1/masks/a0.png")));
    }

    [Test]
    public void Names_that_may_be_of_fewer_patients_are_asked_about()
    {
        for (var i = 0; i < 12; i++)
        {
            folder.Write($"site-{i % 2}/p{i / 4}_{i % 4}.png", HospitalFolder.Image(i));
            folder.Write($"site-{i % 2}/p{i / 4}_{i % 4}_mask.png", HospitalFolder.Mask(i));
        }

        Assert.That(Message(), Does.Contain("are the 12 pictures of 12 patients, or of 6").And.Contain("--patients name"));
        folder.Run(answers: new GivenAnswers(("--patients", "name")));
        Assert.That(folder.Manifest.Skip(1).Select(line => line.Split(',')[1]).Distinct(), Has.Exactly(6).Items);
        Assert.That(folder.Manifest[1], Does.StartWith("site-0,site-0/p0,"), "patients of two sites have one name");
    }

    [Test]
    public void Folders_of_sites_and_patients_and_parts_tell_all_of_it()
    {
        for (var i = 0; i < 12; i++)
        {
            var place = $"{(i < 8 ? "train" : "test")}/s{i % 2}/p{i}";
            folder.Write($"{place}/image.png", HospitalFolder.Image(i));
            folder.Write($"{place}/mask.png", HospitalFolder.Mask(i));
        }

        folder.Run();
        Assert.That(folder.Manifest[0], Is.EqualTo("site,patient,part,image,mask"));
        Assert.That(folder.Manifest, Does.Contain("s1,p9,test,test/s1/p9/image.png,test/s1/p9/mask.png"));
    }

    [TestCase("outer-folder", 8)]
    [TestCase("folder", 16)]
    public void Folders_within_a_patients_may_be_visits_and_are_asked_about(string answer, int patients)
    {
        WriteVisits("s{0}/k{1}/v{2}");
        Assert.That(Message(), Does.Contain("are its images of 16 patients, by their innermost folders (such as k0/v0), or of 8, by the outer ones (such as k0)?"));
        folder.Run(answers: new GivenAnswers(("--patients", answer)));
        Assert.That(folder.Manifest.Skip(1).Select(line => line.Split(',')[1]).Distinct().Count(), Is.EqualTo(patients));
    }

    [Test]
    public void Folders_that_are_called_patients_are_no_sites_and_their_visits_no_patients()
    {
        WriteVisits("sub-{1}/ses-{2}");
        Assert.That(Message(), Does.Contain("nothing tells of which hospitals its 8 patients are"));
        folder.Run(options: request => request with { Sites = "random:2" });
        Assert.That(folder.Manifest, Does.Contain("all,sub-3,sub-3/ses-1/image.png,sub-3/ses-1/mask.png"));
    }

    private void WriteVisits(string place)
    {
        for (var i = 0; i < 16; i++)
        {
            var at = string.Format(System.Globalization.CultureInfo.InvariantCulture, place, i / 2 % 2, i / 2, i % 2);
            folder.Write($"{at}/image.png", HospitalFolder.Image(i));
            folder.Write($"{at}/mask.png", HospitalFolder.Mask(i));
        }
    }

    [Test]
    public void A_configuration_has_the_whole_name_of_a_folder_and_a_table_s_without_its_ending()
    {
        Assert.That(SetupRequest.UsualOutput(Path.GetDirectoryName(folder.In("scans.2024/x.png"))!), Is.EqualTo("scans.2024.yaml"));
        Assert.That(SetupRequest.UsualOutput(folder.In("list.csv")), Is.EqualTo("list.yaml"));
    }

    [Test]
    public void Pictures_whose_names_begin_anew_in_each_part_are_of_different_patients()
    {
        for (var i = 0; i < 16; i++)
        {
            var place = $"{(i < 8 ? "train" : "test")}/s{i % 2}";
            folder.Write($"{place}/images/{i % 8}.png", HospitalFolder.Image(i));
            folder.Write($"{place}/masks/{i % 8}.png", HospitalFolder.Mask(i));
        }

        folder.Run();
        Assert.That(folder.Manifest, Does.Contain("s1,test/1,test,test/s1/images/1.png,test/s1/masks/1.png").And.Contain("s1,train/1,train,train/s1/images/1.png,train/s1/masks/1.png"));
        Assert.That(folder.Display.Lines, Does.Contain("pictures of several parts have one name: their parts stand before their names"));
    }

    [Test]
    public void A_patient_of_two_parts_is_refused_with_a_picture_of_each()
    {
        for (var i = 0; i < 12; i++)
        {
            var place = $"{(i < 8 ? "train" : "test")}/s{i % 2}/p{i % 8}";
            folder.Write($"{place}/image.png", HospitalFolder.Image(i));
            folder.Write($"{place}/mask.png", HospitalFolder.Mask(i));
        }

        Assert.That(Message(), Does.Contain("the patient p0 lies in several parts, as test/s0/p0/image.png and train/s0/p0/image.png").And.Contain("rename them"));
        Assert.That(File.Exists(folder.Output), Is.False);
    }

    [TestCase((short)-1)]
    [TestCase((short)-9)]
    public void Labels_below_0_are_refused(short label)
    {
        for (var i = 0; i < 4; i++)
        {
            folder.WriteVolume($"h{i % 2}/images/v{i}.nii", z => HospitalFolder.Image(i + z));
            short[] voxels = [.. Enumerable.Range(0, 6).SelectMany(z => HospitalFolder.Mask(i + z, inside: 1).Values.Select(value => (short)(value * label)))];
            File.WriteAllBytes(folder.In($"h{i % 2}/labels/v{i}.nii"), NiftiSample.Of(4, voxels, [32, 32, 6]));
        }

        Assert.That(Message(), Does.Contain($"the masks have the values {label}, 0; labels are whole numbers from 0 to 65535"));
    }

    [Test]
    public void A_volume_at_fault_is_named_by_its_case()
    {
        for (var i = 0; i < 8; i++)
        {
            folder.WriteVolume($"h{i % 2}/p{i}/image.nii", z => i == 5 ? TestCases.Constant(32, 32, 7) : HospitalFolder.Image(i + z));
            folder.WriteVolume($"h{i % 2}/p{i}/mask.nii", z => HospitalFolder.Mask(i + z, inside: 1));
        }

        Assert.That(Message(), Does.Contain("p5: image.nii: its values run from 7 to 7"));
    }

    [Test]
    public void A_file_of_another_kind_is_named_with_what_to_do()
    {
        folder.WriteSites(5, "north", "south");
        File.WriteAllText(folder.In("south/images/b2.png"), "GIF89a");
        Assert.That(Message(), Does.Contain("south/images/b2.png is not a PNG, JPEG or TIFF picture; convert it to PNG or TIFF"));
    }

    [Test]
    public void Options_that_the_data_leave_nothing_to_say_are_refused()
    {
        folder.WriteSites(5, "north", "south");
        Assert.That(Message(request => request with { Cases = "cases.csv" }), Does.Contain("--cases cases.csv: it is for nuclei").And.Contain("taken for 10 pictures"));
    }

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
    public void Pictures_of_no_hospital_want_sites_to_be_cut()
    {
        for (var i = 0; i < 8; i++)
        {
            folder.Write($"scan_{i}.png", HospitalFolder.Image(i));
            folder.Write($"scan_{i}_mask.png", HospitalFolder.Mask(i));
        }

        Assert.That(Message(), Does.Contain("nothing tells of which hospitals its 8 patients are").And.Contain("--sites tumour-size:2"));
        folder.Run(options: request => request with { Sites = "tumour-size:3" });
        Assert.That((folder.Experiment.Sites.By, folder.Experiment.Sites.Count), Is.EqualTo(("tumour-size", 3)));
    }

    [Test]
    public void Masks_of_several_classes_are_asked_about_and_one_of_a_single_value_is_not()
    {
        folder.WriteSites(5, "north", "south");
        folder.Write("north/masks/a0.png", HospitalFolder.Mask(0, inside: 1000, bits: 16));
        folder.Write("north/masks/a1.png", HospitalFolder.Mask(1, inside: 7));
        Assert.That(Message(), Does.Contain("the masks have the values 0, 7, 255, 1000").And.Contain("--mask-values all").And.Contain("--mask-values 7: "));
        folder.Run(options: request => request with { MaskValues = "7,255" });
        Assert.That(folder.Experiment.Data.MaskValues, Is.EqualTo(new[] { 7, 255 }));
    }

    [Test]
    public void Jpeg_masks_are_refused_with_the_way_out()
    {
        folder.WriteSites(5, "north", "south");
        for (var i = 0; i < 5; i++)
        {
            File.Delete(folder.In($"north/masks/a{i}.png"));
            File.WriteAllBytes(folder.In($"north/masks/a{i}.jpg"), JpegSample.Blocks(32, 32));
        }

        Assert.That(Message(), Does.Contain("5 of 10 masks are JPEG").And.Contain("save it as PNG, with any program that sets a threshold"));
    }

    [Test]
    public void Empty_masks_are_refused()
    {
        folder.WriteSites(5, "north", "south");
        foreach (var mask in Directory.GetFiles(folder.Data, "*.png", SearchOption.AllDirectories).Where(path => path.Contains("masks")))
        {
            PngFile.Write(TestCases.Constant(32, 32, 0), mask);
        }

        Assert.That(Message(), Does.Contain("none of the 10 masks that were looked at has an object"));
    }

    [Test]
    public void Images_of_two_kinds_are_refused_with_one_of_each()
    {
        folder.WriteSites(5, "north", "south");
        folder.Write("south/images/b1.png", HospitalFolder.Mask(6, inside: 5000, bits: 16));
        Assert.That(Message(), Does.Contain(": north/images/a0.png has 1 channel of 8 bits, and south/images/b1.png 1 channel of 16 bits"));
    }

    [Test]
    public void One_image_of_two_patients_is_refused_and_blank_ones_are_no_ones()
    {
        folder.WriteSites(5, "north", "south");
        folder.Write("south/images/b1.png", HospitalFolder.Image(2));
        Assert.That(Message(), Does.Contain("1 fault in").And.Contain("south/images/b1.png of patient b1 is the same file as north/images/a2.png of patient a2"));
        folder.Write("south/images/b1.png", TestCases.Constant(32, 32, 0));
        folder.Write("north/images/a2.png", TestCases.Constant(32, 32, 0));
        Assert.That(() => folder.Run(), Throws.Nothing);
    }

    [Test]
    public void Masks_in_a_folder_of_another_name_are_guessed_by_their_names()
    {
        folder.WriteSites(2, "north", "south");
        foreach (var site in new[] { "north", "south" })
        {
            Directory.Move(Path.Combine(folder.Data, site, "masks"), Path.Combine(folder.Data, site, "contours"));
        }

        Assert.That(Message(), Does.Contain("holds 8 images and no masks; north/contours/a0.png and north/images/a0.png have one name"));
    }

    [Test]
    public void The_cut_into_sites_that_was_asked_for_is_said()
    {
        folder.WriteSites(6, "all");
        folder.Run(options: request => request with { Sites = "random:2" });
        Assert.That(folder.Display.Lines, Does.Contain("sites: 2, cut at random"));
    }

    [TestCase("data.zip", "is packed")]
    [TestCase("a/b.dcm", "holds DICOM files, such as a/b.dcm")]
    [TestCase("b.mha", "of a kind that is not read, such as b.mha")]
    [TestCase("b.bmp", "of a kind that is not read, such as b.bmp")]
    [TestCase("notes.txt", "holds no images: 1 other file, such as notes.txt")]
    [TestCase("x.png", "holds 1 images, such as x.png, and no masks")]
    [TestCase("x_mask.png", "holds 1 masks, such as x_mask.png, and no images")]
    [TestCase("images/.hidden.png", "holds no files")]
    [TestCase("__MACOSX/x.png", "holds no files")]
    public void A_folder_that_is_no_data_is_told_what_it_is(string file, string message)
    {
        File.WriteAllText(folder.In(file), "");
        Assert.That(Message(), Does.Contain(message));
    }

    [Test]
    public void A_table_with_other_columns_becomes_a_manifest()
    {
        folder.WriteSites(5, "north", "south");
        var rows = Enumerable.Range(0, 10).Select(i => $"{(i < 5 ? $"north/images/a{i}.png,north/masks/a{i}.png" : $"south/images/b{i - 5}.png,south/masks/b{i - 5}.png")},{(i % 2 == 0 ? "Lyon" : "Ulm")},{i}");
        File.WriteAllLines(folder.In("list.csv"), ["image,mask,clinic,number", .. rows]);
        Assert.That(Message(), Does.Contain("which column names the patients?").And.Contain("--patients column:number"));
        folder.Run(options: request => request with { Sites = "column:clinic", Patients = "column:number" });
        Assert.That(folder.Manifest[1], Is.EqualTo("Lyon,0,north/images/a0.png,north/masks/a0.png"));
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
        Assert.That(Message(request => request with { Sites = "random:2" }), Does.Contain("--mask-values 2: oedema alone is the object"));
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
        foreach (var (i, patient) in Enumerable.Range(0, 10).Select(i => (i, $"TCGA_{(i == 0 ? "EZ" : i % 2 == 0 ? "CS" : "DU")}_{4941 + i}_19960909")))
        {
            var image = HospitalFolder.Image(i);
            File.WriteAllBytes(folder.In($"kaggle_3m/{patient}/{patient}_1.tif"), new TiffSample().Write(new PixelArray(32, 32, 3, 8, [.. image.Values.SelectMany(value => new[] { value, value, value })])));
            File.WriteAllBytes(folder.In($"kaggle_3m/{patient}/{patient}_1_mask.tif"), new TiffSample().Write(HospitalFolder.Mask(i)));
        }

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
        var message = Message();
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
    public void A_layout_that_is_not_there_is_refused_with_those_that_are()
    {
        folder.WriteSites(3, "north", "south");
        Assert.That(Message(request => request with { Layout = "brats" }), Does.Contain("--layout brats: ").And.Contain("It can be read by --layout pairs (6 with a mask each, by their names)."));
        Assert.That(() => folder.Run(options: request => request with { Layout = "pairs" }), Throws.Nothing);
    }

    [Test]
    public void Two_tables_and_two_folders_of_one_layout_are_asked_about()
    {
        folder.WriteSites(5, "north", "south");
        folder.Run();
        File.Delete(folder.Output);
        File.Copy(folder.In("manifest.csv"), folder.In("another.csv"));
        Assert.That(Message(), Does.Contain("--layout manifest:another.csv: a table of 10 images with a mask each").And.Contain("--layout manifest:manifest.csv: "));
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
        Assert.That(Message(), Does.Contain("Brats18_TCIA01_3_1/Brats18_TCIA01_3_1_seg.nii.gz: the file is missing"));
    }

    [Test]
    public void The_outcome_tells_what_was_read()
    {
        folder.WriteSites(5, "north", "south");
        File.Delete(folder.In("north/masks/a3.png"));
        var outcome = folder.Run(options: request => request with { Patients = "picture" });
        Assert.Multiple(() =>
        {
            Assert.That((outcome.Layout, outcome.TakenFor, outcome.Cut), Is.EqualTo(("pairs", "9 pictures with a mask each", (string?)null)));
            Assert.That(outcome.Because, Does.StartWith("folders tell images from masks"));
            Assert.That(outcome.Sites, Is.EqualTo(new[] { new SiteFacts("north", 4, 4), new SiteFacts("south", 5, 5) }));
            Assert.That(outcome.Unpaired, Is.EqualTo(new[] { "north/images/a3.png: no mask" }));
            Assert.That(outcome.Choices, Is.EqualTo(new[] { new SetupAnswer("--patients", "picture", WasAsked: false) }));
            Assert.That(outcome.SecondsPerStep, Is.EqualTo(2 * 0.05 * Math.Pow(32 / 64.0, 2) * outcome.Experiment.Generator.Blocks / 4 * Math.Pow(outcome.Experiment.Generator.Filters / 32.0, 2)).Within(1e-12));
        });
    }

    private void WriteSlices(string place)
    {
        foreach (var i in Enumerable.Range(0, 10))
        {
            var (image, patient) = (HospitalFolder.Image(i), $"TCGA_{(i % 2 == 0 ? "CS" : "DU")}_{4941 + i}_19960909");
            File.WriteAllBytes(folder.In($"{place}/{patient}/{patient}_1.tif"), new TiffSample().Write(new PixelArray(32, 32, 3, 8, [.. image.Values.SelectMany(value => new[] { value, value, value })])));
            File.WriteAllBytes(folder.In($"{place}/{patient}/{patient}_1_mask.tif"), new TiffSample().Write(HospitalFolder.Mask(i)));
        }
    }

    private void WriteCells(string place)
    {
        folder.Write($"{place}/c1/images/c1.png", HospitalFolder.Image(1));
        folder.Write($"{place}/c1/masks/n1.png", HospitalFolder.Mask(1));
    }

    private string Message(Func<SetupRequest, SetupRequest>? options = null)
    {
        var fault = Assert.Throws<UserException>(() => folder.Run(options: options));
        return $"{fault!.Message}\n{fault.Hint}";
    }
}
