using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Setup;
using AsynDGAN.Tests.Data;
using AsynDGAN.Tests.Imaging;

namespace AsynDGAN.Tests.Setup;

/// <summary>What init writes, what it tells, and what it refuses.</summary>
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
    public void What_another_writes_meanwhile_is_not_overwritten([Values] bool isManifest)
    {
        folder.WriteSites(5, "north", "south");
        var path = isManifest ? folder.In("manifest.csv") : folder.Output;
        var fault = Assert.Throws<UserException>(() => folder.Run(clock: new WritingClock(path)))!;
        Assert.That(fault.Message, Is.EqualTo($"{path} is there already, and nothing is overwritten"));
        Assert.That((File.ReadAllText(path), File.Exists(folder.In("manifest.csv")), File.Exists(folder.Output)), Is.EqualTo(("another's", isManifest, !isManifest)));
    }

    [Test]
    public void Nothing_is_overwritten()
    {
        folder.WriteSites(5, "north", "south");
        File.WriteAllText(folder.Output, "mine");
        Assert.That(folder.Refusal(), Does.Contain("is there already"));
        Assert.That((folder.Yaml, File.Exists(folder.In("manifest.csv"))), Is.EqualTo(("mine", false)));
    }

    [Test]
    public void Where_something_is_wrong_nothing_is_written()
    {
        folder.WriteSites(5, "north", "south");
        folder.Write("south/masks/b2.png", HospitalFolder.Mask(1, 16));
        Assert.That(folder.Refusal(), Does.Contain("south/images/b2.png: the image is 32x32, its mask 16x16"));
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

    [TestCase(null, "nothing tells of which hospitals its 4 patients are")]
    [TestCase("folder", "all images of")]
    public void What_does_not_pair_is_told_before_what_may_come_of_it(string? sites, string fault)
    {
        folder.WritePairs(4, _ => "a", i => $"images/p{i}.png", i => $"masks/p{i}.png");
        folder.WritePairs(4, _ => "b", i => $"images/p{i}.png", i => $"masks/p{i}_lesion.png");
        Assert.That(folder.Refusal(request => request with { Sites = sites }), Does.Contain(fault));
        Assert.That(folder.Display.Lines.Single(), Does.StartWith("warning: 8 files are not used, since they do not pair").And.Contain("\n  b/masks/p3_lesion.png: no image"));
    }

    [Test]
    public void What_does_not_pair_of_nnU_Net_is_told_before_a_question()
    {
        folder.WritePairs(4, _ => "", i => $"imagesTr/c{i}_0000.png", i => $"labelsTr/{(i == 3 ? "C" : "c")}{i}.png");
        File.WriteAllText(folder.In("dataset.json"), """{ "channel_names": { "0": "T1" }, "labels": { "background": 0, "core": 1 } }""");
        Assert.That(folder.Refusal(), Does.Contain("3 patients are too few for two sites"));
        Assert.That(folder.Display.Lines.Single(), Does.EndWith("\n  imagesTr/c3_0000.png: no mask\n  labelsTr/C3.png: no image"));
    }

    [Test]
    public void Sites_that_are_cut_are_not_called_a_column_s()
    {
        folder.WriteSites(5, "north", "south");
        folder.Run();
        File.Delete(folder.Output);
        folder.Display.Lines.Clear();
        folder.Run(options: request => request with { Sites = "random:2" });
        Assert.That(folder.Display.Lines, Does.Contain("sites: 2, cut at random").And.None.Contains("sites: the column"));
    }

    [Test]
    public void Images_of_one_name_that_no_mask_tells_apart_are_named()
    {
        foreach (var name in new[] { "x.png", "x.tif", "x_mask.png" })
        {
            folder.Write(name, HospitalFolder.Image(0));
        }

        Assert.That(folder.Refusal(), Does.Contain("none of 2 images and 1 masks pair; x_mask.png: 2 images (x.png, x.tif), where one is wanted"));
    }

    [Test]
    public void A_configuration_has_the_whole_name_of_a_folder_and_a_table_s_without_its_ending()
    {
        Assert.That(SetupRequest.UsualOutput(Path.GetDirectoryName(folder.In("scans.2024/x.png"))!), Is.EqualTo("scans.2024.yaml"));
        Assert.That(SetupRequest.UsualOutput(folder.In("list.csv")), Is.EqualTo("list.yaml"));
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

        Assert.That(folder.Refusal(), Does.Contain($"the masks have the values {label}, 0; labels are whole numbers from 0 to 65535"));
    }

    [Test]
    public void A_volume_at_fault_is_named_by_its_case()
    {
        for (var i = 0; i < 8; i++)
        {
            folder.WriteVolume($"h{i % 2}/p{i}/image.nii", z => i == 5 ? TestCases.Constant(32, 32, 7) : HospitalFolder.Image(i + z));
            folder.WriteVolume($"h{i % 2}/p{i}/mask.nii", z => HospitalFolder.Mask(i + z, inside: 1));
        }

        Assert.That(folder.Refusal(), Does.Contain("p5: image.nii: its values run from 7 to 7"));
    }

    [Test]
    public void A_file_of_another_kind_is_named_with_what_to_do()
    {
        folder.WriteSites(5, "north", "south");
        File.WriteAllText(folder.In("south/images/b2.png"), "GIF89a");
        Assert.That(folder.Refusal(), Does.Contain("south/images/b2.png is not a PNG, JPEG or TIFF picture; convert it to PNG or TIFF"));
    }

    [Test]
    public void Options_that_the_data_leave_nothing_to_say_are_refused()
    {
        folder.WriteSites(5, "north", "south");
        Assert.That(folder.Refusal(request => request with { Cases = "cases.csv" }), Does.Contain("--cases cases.csv: it is for nuclei").And.Contain("taken for 10 pictures"));
    }

    [Test]
    public void A_stop_while_a_question_waits_ends_it_and_nothing_is_written()
    {
        folder.WriteSites(5, "north", "south");
        folder.Write("north/masks/a1.png", HospitalFolder.Mask(1, inside: 7));
        using var stop = new CancellationTokenSource();
        using var answered = new ManualResetEventSlim();
        Assert.That(() => folder.Run(answers: new WaitingAnswers(stop, answered), stop: stop.Token), Throws.InstanceOf<OperationCanceledException>());
        answered.Set();
        Assert.That(folder.Names, Is.EqualTo(new[] { "data" }));
        Assert.That(File.Exists(folder.In("manifest.csv")), Is.False);
    }

    [Test]
    public void What_is_wrong_with_a_table_is_told_before_its_masks_are_asked_about()
    {
        folder.WriteSites(5, "north", "south");
        folder.Write("north/masks/a0.png", HospitalFolder.Mask(0, inside: 7));
        folder.Write("north/masks/a1.png", HospitalFolder.Mask(1, inside: 9));
        string[] rows = [.. Enumerable.Range(0, 5).SelectMany(i => new[] { $"north,a{i},north/images/a{i}.png,north/masks/a{i}.png", $"south,b{i},south/images/b{i}.png,south/masks/b{i}.png" })];
        foreach (var (row, what) in new[] { ("north,a0,north/images/a0.png,", "line 2: mask is empty"), ("north,a0,north/masks/a0.png,north/masks/a0.png", "line 2: north/masks/a0.png is image and mask") })
        {
            foreach (var header in new[] { "site,patient,image,mask", "hospital,person,image,mask" })
            {
                File.WriteAllText(folder.In("table.csv"), string.Join('\n', rows.Skip(1).Prepend(row).Prepend(header)) + "\n");
                var fault = Assert.Throws<Core.UserException>(() => folder.Run(path: folder.In("table.csv"), options: request => header[0] == 's' ? request : request with { Sites = "column:hospital", Patients = "column:person" }));
                Assert.That(fault!.Message, Does.Contain(what), header);
            }
        }
    }

    [Test]
    public void Parts_that_no_run_could_be_made_of_are_refused_and_none_to_test_on_are_warned_of()
    {
        folder.WritePairs(16, i => new[] { "north/train", "south/test", "north/val", "north/train" }[i % 4], i => $"p{i}.png", i => $"p{i}_mask.png");
        Assert.That(folder.Refusal(), Does.Contain("site south has no training patient").And.Contain("--sites random:N"));
        Assert.That(File.Exists(folder.Output), Is.False);
        Directory.Move(folder.In("south/test"), folder.In("south/train"));
        folder.Run();
        Assert.That(folder.Display.Lines, Has.Some.Contains("no patient is in the part test"));
    }

    [TestCase(2, "no patient is in the part test, on which compare tests, since data.test_fraction 0.2 of so few is none", "no patient is in the part validation, since")]
    [TestCase(8, "no patient of south, west is in the part test, since data.test_fraction 0.2 of so few is none", "no patient of south, west is in the part validation, since")]
    public void Sites_of_too_few_patients_to_test_or_validate_on_are_warned_of(int patients, string test, string validation)
    {
        folder.WritePairs(patients + 4, i => i < patients ? "north" : i < patients + 2 ? "south" : "west", i => $"images/k{i}.png", i => $"masks/k{i}.png");
        folder.Run();
        string[] warnings = [.. folder.Display.Lines.Where(line => line.Contains("in the part"))];
        Assert.That(warnings, Has.Length.EqualTo(2));
        Assert.That(warnings[0], Does.StartWith($"warning: {test}").And.Contain("add patients").And.Contain("0.25"));
        Assert.That(warnings[1], Does.StartWith($"warning: {validation}"));
    }

    [Test]
    public void A_table_of_another_encoding_is_to_be_saved_anew()
    {
        folder.WriteSites(5, "north", "south");
        File.WriteAllBytes(folder.In("table.csv"), System.Text.Encoding.Latin1.GetBytes("site,patient,image,mask\nK\u00f6ln,a0,north/images/a0.png,north/masks/a0.png\n"));
        var fault = Assert.Throws<Core.UserException>(() => folder.Run(path: folder.In("table.csv")));
        Assert.That((fault!.Message, fault.Hint), Is.EqualTo((fault.Message, "Save it as UTF-8, and run init again.")));
    }

    [Test]
    public void Masks_that_show_the_ground_are_warned_of_before_anything_is_fitted_to_them()
    {
        folder.WriteSites(5, "north", "south");
        folder.Run();
        Assert.That(folder.Display.Lines, Has.None.Contains("more than half"));
        foreach (var mask in Directory.GetFiles(folder.Data, "*.png", SearchOption.AllDirectories).Where(path => path.Contains("masks")))
        {
            PngFile.Write(TestCases.Picture(32, 32, (y, x) => y is > 12 and < 20 && x is > 12 and < 20 ? 0 : 255), mask);
        }

        File.Delete(folder.Output);
        File.Delete(folder.In("manifest.csv"));
        folder.Run();
        Assert.That(folder.Display.Lines, Has.One.Contains("10 of 10 masks fill more than half of their picture").And.One.Contains("--mask-values 0"));
    }

    [Test]
    public void Images_of_two_kinds_are_refused_with_one_of_each()
    {
        folder.WriteSites(5, "north", "south");
        folder.Write("south/images/b1.png", HospitalFolder.Mask(6, inside: 5000, bits: 16));
        Assert.That(folder.Refusal(), Does.Contain(": north/images/a0.png has 1 channel of 8 bits, and south/images/b1.png 1 channel of 16 bits"));
    }

    [Test]
    public void One_image_of_two_patients_is_refused_and_blank_ones_are_no_ones()
    {
        folder.WriteSites(5, "north", "south");
        folder.Write("south/images/b1.png", HospitalFolder.Image(2));
        Assert.That(folder.Refusal(), Does.Contain("1 fault in").And.Contain("south/images/b1.png of patient b1 is the same file as north/images/a2.png of patient a2"));
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

        Assert.That(folder.Refusal(), Does.Contain("holds 8 images and no masks; north/contours/a0.png and north/images/a0.png have one name"));
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
        Assert.That(folder.Refusal(), Does.Contain(message));
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

    /// <summary>Asks to stop when it is asked something, and does not answer.</summary>
    private sealed class WaitingAnswers(CancellationTokenSource stop, ManualResetEventSlim answered) : ISetupAnswers
    {
        public string? Choose(SetupQuestion question)
        {
            stop.Cancel();
            answered.Wait();
            return null;
        }
    }

    /// <summary>While steps are measured, another program writes a file.</summary>
    private sealed class WritingClock(string path) : IStepClock
    {
        private readonly GivenClock clock = new(0.05);

        public (long Bytes, string Machine) Facts => clock.Facts;

        public double Training(Experiment experiment, int sites)
        {
            File.WriteAllText(path, "another's");
            return clock.Training(experiment, sites);
        }
    }
}
