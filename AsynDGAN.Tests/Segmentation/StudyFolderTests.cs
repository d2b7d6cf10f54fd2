using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Tests.Runs;

namespace AsynDGAN.Tests.Segmentation;

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
        string[] rows = ["Real-Subset-a b", "Real-Subset-a-b", "Real-Subset-a, b", "Real-Subset-a_b", "AsynDGAN", "AsynDGAN, new masks"];
        string[] runs = ["split 7, seed 1", "split 7, a b, seed 1", "split 7, a-b, seed 1", "split 7, a, b, seed 1", "split 7, a_b, seed 1"];
        var files = rows.SelectMany(row => runs.Select(run => Path.GetFileName(study.Network(Training(row, run)))));
        Assert.That(files, Is.Unique);
        Assert.That(Path.GetFileName(study.Network(Training("Real-All", runs[0]))), Is.EqualTo("Real-All_split-7_seed-1.safetensors"));
    }

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
    public void A_record_that_is_forgotten_is_not_found()
    {
        var study = Study(overwrite: false);
        var training = Training("Real-All", "split 7, seed 1");
        study.Keep(training, []);
        Assert.That(study.Find(training, display), Is.Not.Null);
        study.Forget(training);
        Assert.That(study.Find(training, display), Is.Null);
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
