using AsynDGAN.Core;
using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Tests.Runs;

namespace AsynDGAN.Tests.Comparison;

/// <summary>What a comparison reads back of its own and of a run's tables.</summary>
public sealed class DamagedTablesTests
{
    [TestCase("1,training,2,x", "line 3, column correlation: 'x' is not a finite number")]
    [TestCase("1,training,two,0.5", "line 3, column images: 'two' is not a whole number")]
    [TestCase("1.5,training,2,0.5", "line 3, column epoch: '1.5' is not a whole number")]
    public void The_record_of_copying_names_a_damaged_value(string row, string what)
    {
        using var folder = new TemporaryFolder();
        folder.Write("copying.csv", $"epoch,part,images,correlation\n1,validation,2,0.5\n{row}\n");
        Assert.That(() => CopyingRecord.Of([folder.Path]), Throws.TypeOf<UserException>().With.Message.Contains($"copying.csv is damaged: {what}"));
    }

    [TestCase("True,12", "Tru,12", "column kept: 'Tru' is not true or false")]
    [TestCase("True,12", "True,1e2", "column true_positives: '1e2' is not a whole number")]
    [TestCase("True,12", "True,99999999999999999999", "column true_positives: '99999999999999999999' is not a whole number")]
    [TestCase("1.25", "1,25", "column of_volume: '1' is not true or false")]
    [TestCase("1.25", "1.2.5", "column hd95_pooled: '1.2.5' is not a finite number")]
    public void Scores_name_a_damaged_value_and_what_to_do(string sound, string damaged, string what)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Join("row.csv");
        new CsvLog<SliceScore>(path).Replace([new SliceScore("Real-All", "seed 1", "A", "p", "s", true, 12, 3, 4, 5, 1.25, 2, 1)]);
        Assert.That(ScoreFile.Read(path).Single().TruePositives, Is.EqualTo(12));
        File.WriteAllText(path, File.ReadAllText(path).Replace(sound, damaged));
        var fault = Assert.Throws<UserException>(() => ScoreFile.Read(path))!;
        Assert.That(fault.Message, Does.Contain(path).And.Contain(what));
        Assert.That(fault.Hint, Does.Contain("trained again"));
    }

    [Test]
    public void Scores_with_another_digit_are_refused_and_trained_again_once_deleted()
    {
        using var folder = new TemporaryFolder();
        var study = StudyFolder.Open(folder.Join("study"), new Experiment { Name = "study" }, overwrite: false);
        var training = new TrainedRow("Real-All", "split 7, seed 1", 7, 1, 100, new Dictionary<string, string> { ["the row"] = "Real-All" }, 0, null);
        var display = new RecordingDisplay();
        study.Begin(display);
        study.Keep(training, [new SliceScore("Real-All", "seed 1", "A", "p", "s", true, 12, 3, 4, 5, 1.25, 2, 1)]);
        Assert.That(study.Find(training, display)!.Value.Scores.Single().TruePositives, Is.EqualTo(12));
        var path = Directory.GetFiles(study.File("scores")).Single();
        File.WriteAllText(path, File.ReadAllText(path).Replace(",12,", ",13,"));
        Assert.That(
            () => study.Find(training, display), Throws.TypeOf<UserException>().With.Message.Contains(path).And.Property("Hint").Contains("trained again"));
        File.Delete(path);
        Assert.That(study.Find(training, display), Is.Null);
    }
}
