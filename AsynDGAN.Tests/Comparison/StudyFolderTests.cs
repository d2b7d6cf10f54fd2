using AsynDGAN.Core;
using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Tests.Runs;

namespace AsynDGAN.Tests.Comparison;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StudyFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RecordingDisplay display = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void Every_row_has_files_of_its_own()
    {
        var study = Study(overwrite: false);
        string[] rows = ["Real-Subset-a b", "Real-Subset-a-b", "Real-Subset-a, b", "Real-Subset-a_b", "AsynDGAN", "AsynDGAN, own masks", "AsynDGAN, new masks"];
        string[] runs = ["split 7, seed 1", "split 7, a b, seed 1", "split 7, a-b, seed 1", "split 7, a, b, seed 1", "split 7, a_b, seed 1"];
        var files = rows.SelectMany(row => runs.Select(run => Path.GetFileName(study.Network(Training(row, run)))));
        Assert.That(files, Is.Unique);
        Assert.That(Path.GetFileName(study.Network(Training("Real-All", runs[0]))), Is.EqualTo("Real-All_split-7_seed-1.safetensors"));
    }

    [TestCase("A, own masks", "split 7, a, seed 1", "A_own-masks", "split 7, a, seed 1")]
    [TestCase("A, new masks", "split 7, a, seed 1", "A_new-masks", "split 7, a, seed 1")]
    [TestCase("A", "split 7, split-8_a, seed 1", "A_split-7", "split 8, a, seed 1")]
    [TestCase("A, own masks, new masks", "split 7, a, seed 1", "A_own-masks, new masks", "split 7, a, seed 1")]
    public void Rows_whose_labels_read_as_another_row_have_files_of_their_own(string row, string run, string other, string otherRun)
    {
        var study = Study(overwrite: false);
        Assert.That(study.Network(Training(other, otherRun)), Is.Not.EqualTo(study.Network(Training(row, run))));
        using var claimed = study.Claim(Training(row, run));
        study.Claim(Training(other, otherRun)).Dispose();
    }

    [TestCase("AsynDGAN, own masks", "split 7, lgg-7, seed 1", "AsynDGAN_own-masks_split-7_lgg-7_seed-1")]
    [TestCase("Real-Subset-north_1+Syn_All", "split 11, a/tiny+b_2, seed 3", "Real-Subset-north_1%2BSyn_All_split-11_a%2Ftiny%2Bb_2_seed-3")]
    [TestCase("Threshold", "split 7, seed 0", "Threshold_split-7_seed-0")]
    [TestCase("Real-Subset-a b", "split 7, seed 1", "Real-Subset-a-b_split-7_seed-1-33381b45")]
    public void Files_are_called_as_they_were(string row, string run, string name) =>
        Assert.That(Path.GetFileName(StudyFolder.NetworkOf("", row, run)), Is.EqualTo(name + ".safetensors"));

    [Test]
    public void A_row_is_one_processs_at_a_time()
    {
        var study = Study(overwrite: false);
        using (study.Claim(Training("Real-All", "split 7, seed 1")))
        {
            Assert.That(() => study.Claim(Training("Real-All", "split 7, seed 1")), Throws.TypeOf<UserException>().With.Message.Contains("The row Real-All, split 7, seed 1"));
            study.Claim(Training("Real-FedAvg", "split 7, seed 1")).Dispose();
            Assert.That(() => Study(overwrite: true), Throws.TypeOf<UserException>().With.Message.Contains("is being written by another command"));
        }

        Study(overwrite: true);
    }

    [Test]
    public void A_comparison_whose_networks_are_gone_is_replaced()
    {
        var study = Study(overwrite: false);
        Directory.Delete(study.File("networks"));
        Study(overwrite: true);
        Assert.That(Directory.Exists(study.File("networks")));
    }

    [Test]
    public void A_record_that_is_forgotten_is_not_found()
    {
        var study = Study(overwrite: false);
        var training = Training("Real-All", "split 7, seed 1");
        study.Keep(training, []);
        Assert.That(study.Find(training, display), Is.Not.Null);
        study.Forget(training);
        Assert.That(study.Find(training, display), Is.Null);
    }

    [TestCase(null, "not there")]
    [TestCase("other", "damaged")]
    public void A_row_whose_network_is_lost_or_damaged_is_trained_again(string? bytes, string said)
    {
        var study = Study(overwrite: false);
        var training = Training("Real-All", "split 7, seed 1");
        File.WriteAllText(study.Network(training), "network");
        study.Keep(training, []);
        Assert.That(study.Find(training, display), Is.Not.Null);
        File.Delete(study.Network(training));
        if (bytes is not null)
        {
            File.WriteAllText(study.Network(training), bytes);
        }

        Assert.That(study.Find(training, display), Is.Null);
        Assert.That(display.Lines, Has.Some.EqualTo($"Real-All, split 7, seed 1 is trained again: its network is {said}"));
    }

    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("""{"row": "Real-FedAvg", "run": "split 7, seed 1"}""")]
    public void A_record_that_is_not_the_rows_is_none(string text)
    {
        var study = Study(overwrite: false);
        var training = Training("Real-All", "split 7, seed 1");
        study.Keep(training, []);
        File.WriteAllText(Path.ChangeExtension(study.Network(training), ".json"), text);
        study.WarnOfUnrecorded([training], display);
        Assert.That(study.Find(training, display), Is.Null);
        Assert.That(display.Lines, Is.Empty);
    }

    [Test]
    public void A_folder_in_a_records_place_is_one_message()
    {
        var study = Study(overwrite: false);
        var training = Training("Real-All", "split 7, seed 1");
        Directory.CreateDirectory(Path.ChangeExtension(study.Network(training), ".json"));
        Assert.That(study.Find(training, display), Is.Null);
        Assert.That(() => study.Forget(training), Throws.TypeOf<UserException>().With.Message.Contains("Real-All_split-7_seed-1.json"));
    }

    [Test]
    public void One_warning_names_all_that_an_earlier_version_did_not_record_of_its_rows()
    {
        var study = Study(overwrite: false);
        var real = Training("Real-All", "split 7, seed 1");
        var drawn = Training("AsynDGAN", "split 7, a, seed 1");
        drawn = drawn with { Identity = new Dictionary<string, string>(drawn.Identity!) { ["the synthetic set of a"] = "1" } };
        study.Keep(real with { Identity = null }, []);
        study.Keep(drawn with { Identity = null }, []);
        study.WarnOfUnrecorded([real, drawn], display);
        study.WarnOfUnrecorded([real, drawn], display);
        Assert.That(display.Lines, Has.Count.EqualTo(1));
        Assert.That(display.Lines[0], Does.StartWith("warning: what is in the comparison").And.Contain("the row, the synthetic set of a"));
        Assert.That(study.Find(drawn, display), Is.Not.Null);
    }

    [Test]
    public void What_tables_rest_on_stays_beside_them_until_they_are_written_anew()
    {
        var first = new Experiment
        {
            Device = "cpu",
            Data = new DataOptions { Phantom = new PhantomOptions { Institutions = 1, Patients = 10, Slices = 1 }, ImageSize = 16, MinMaskPixels = 1, ValidationFraction = 0.2 },
            Discriminator = new DiscriminatorOptions { Layers = 1 },
            Segmentation = new SegmentationOptions { Steps = 1, BatchSize = 2, Depth = 2, Filters = 1, Fedavg = new FedAvgOptions { Rounds = 1 } },
        };
        var second = first with { Segmentation = first.Segmentation with { Seeds = [1, 2] } };
        string[] files = ["config.yaml", "provenance.json", "notes.csv", "panel.png", "table.md"];
        Compare(first, DataPart.Test, rowsOnly: false);
        var (notes, written) = (StudyFolder.ReadText(folder.Path)!.Notes, files.Select(Bytes).ToArray());
        Compare(second, DataPart.Validation, rowsOnly: true);
        StudyFolder.Open(folder.Path, second, overwrite: false).Begin(display);
        Assert.That(notes[0], Does.StartWith("Tested on 2 test patients"));
        Assert.That(StudyFolder.ReadText(folder.Path)!.Notes, Is.EqualTo(notes));
        Assert.That(files.Select(Bytes), Is.EqualTo(written));

        Compare(second, DataPart.Validation, rowsOnly: false);
        notes = StudyFolder.ReadText(folder.Path)!.Notes;
        Assert.That(notes[0], Does.StartWith("Tested on 2 validation patients"));
        Assert.That(notes[1], Does.Contain("2 segmentation seeds"));
        Assert.That(File.ReadAllText(folder.Join("config.yaml")), Is.EqualTo(ExperimentWriter.Write(second)));

        void Compare(Experiment experiment, DataPart part, bool rowsOnly) =>
            new SegmentationStudy(experiment, [], ["real-all"], [], part, display).Execute(folder.Path, overwrite: false, rowsOnly, jobs: 1, CancellationToken.None);

        byte[] Bytes(string name) => File.ReadAllBytes(folder.Join(name));
    }

    private static TrainedRow Training(string row, string run) =>
        new(row, run, 7, 1, 100, new Dictionary<string, string> { ["the row"] = row }, 0, null);

    private StudyFolder Study(bool overwrite)
    {
        var study = StudyFolder.Open(folder.Path, new Experiment { Name = "study" }, overwrite);
        study.Begin(display);
        return study;
    }
}
