using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Tests.Runs;

namespace AsynDGAN.Tests.Comparison;

public sealed class LeaveOneSiteOutTableTests
{
    [Test]
    public void A_site_has_the_networks_without_it_and_those_with_it_and_all_its_patients_where_none_was_seen()
    {
        IReadOnlyList<PatientScore> with =
        [
            Score("Real-All", "a", "1", 0.5), Score("Real-All", "a", "2", 0.7), Score("Real-All", "b", "3", 0.9),
            Score("Real-Subset-a", "a", "1", 0.25), Score("Real-Subset-a", "a", "2", 0.25), Score("Real-Subset-a", "b", "3", 0.1),
            Score("Real-Subset-b", "a", "1", 0.05), Score("Real-Subset-b", "b", "3", 0.75), Score("Threshold", "a", "1", 0),
        ];
        IReadOnlyList<PatientScore> ofA = [Score("Real-All", "a", "1", 0.2), Score("Real-All", "a", "1", 0.4, "second"), Score("Real-All", "a", "2", 0.5)];
        IReadOnlyList<PatientScore> ofB = [Score("Real-All", "b", "3", 0.8)];
        var rows = LeaveOneSiteOutTable.Of([("a", ofA, [.. ofA, Score("Real-All", "a", "4", 1)]), ("b", ofB, ofB)], with);
        Assert.That(rows.Select(row => (row.Site, row.Row, row.Without, row.Patients, Math.Round(row.Dice, 9), row.AllPatients, row.AllDice is { } all ? Math.Round(all, 9) : (double?)null)), Is.EqualTo(new[]
        {
            ("a", "Real-All", true, 2, 0.4, 3, 0.6), ("a", "Real-All", false, 2, 0.6, 0, null), ("a", "Real-Subset-a", false, 2, 0.25, 0, (double?)null),
            ("b", "Real-All", true, 1, 0.8, 1, 0.8), ("b", "Real-All", false, 1, 0.9, 0, null), ("b", "Real-Subset-b", false, 1, 0.75, 0, null),
            (LeaveOneSiteOutTable.Mean, "Real-All", true, 3, 0.6, 4, 0.7), (LeaveOneSiteOutTable.Mean, "Real-All", false, 3, 0.75, 0, null),
            (LeaveOneSiteOutTable.Mean, "Real-Subset of the site itself", false, 3, 0.5, 0, null),
        }));
        Assert.That(rows, Is.All.Property("DiceLow").Null, "so few patients have no interval");
    }

    [Test]
    public void Rows_are_trained_on_the_other_sites_and_tested_on_the_patients_of_the_one_that_is_left_out()
    {
        using var folder = new TemporaryFolder();
        var whole = new Experiment
        {
            Device = "cpu",
            Data = new DataOptions { Phantom = new PhantomOptions { Institutions = 2, Patients = 6, Slices = 1 }, ImageSize = 16, MinMaskPixels = 1, TestFraction = 0.3 },
            Discriminator = new DiscriminatorOptions { Layers = 1 },
            Segmentation = new SegmentationOptions { Steps = 1, BatchSize = 2, Depth = 2, Filters = 1, Fedavg = new FedAvgOptions { Rounds = 1 } },
        };
        Compare(whole, "segmentation");
        Compare(whole with { Sites = new SiteOptions { Without = ["site-1"] } }, "without-site-1");
        var (part, all) = (Patients("without-site-1", "patients.csv"), Patients("without-site-1", "all-patients.csv"));
        Assert.That(Patients("segmentation", "patients.csv"), Is.SupersetOf(part));
        Assert.That(all, Has.Length.EqualTo(6).And.SupersetOf(part));
        Assert.That((part.Length, File.Exists(folder.Join("segmentation", "all-patients.csv"))), Is.EqualTo((2, false)));
        Assert.That(CsvTable.Read(folder.Join("without-site-1", "table.csv"), ["training_images"])[0].Int("training_images"), Is.EqualTo(
            CsvTable.Read(folder.Join("segmentation", "table.csv"), ["training_images"])[0].Int("training_images") / 2));
        Assert.That(File.ReadAllText(folder.Join("without-site-1", "table.md")), Does.Contain("Nothing of these sites was trained on"));

        var text = LeaveOneSiteOutTable.Write(folder.Path, "segmentation", ["site-1"]);
        Assert.That(text, Does.Match("\\| site-1 \\| Real-All \\| without the site \\| 2 \\| [0-9.]+ \\[too few patients\\] \\| 6 \\|").And.Match("\\| site-1 \\| Real-All \\| with the site \\| 2 \\|"));
        Assert.That(File.ReadAllText(folder.Join("segmentation", "leave-one-site-out.md")), Is.EqualTo(text));
        Assert.That(LeaveOneSiteOutTable.Read(folder.Join("segmentation"))!.Value.Table.Rows, Has.Count.EqualTo(2));

        void Compare(Experiment experiment, string name) =>
            new SegmentationStudy(experiment, [], ["real-all"], [], DataPart.Test, new RecordingDisplay()).Execute(folder.Join(name), overwrite: false, rowsOnly: false, jobs: 1, CancellationToken.None);

        string[] Patients(string name, string file) => [.. CsvTable.Read(folder.Join(name, file), ["patient"]).Select(row => row.Fields["patient"]).Order()];
    }

    private static PatientScore Score(string row, string site, string patient, double dice, string run = "first") =>
        new(row, run, site, patient, 1, 1, dice, dice, dice, null, null, null, null, null, null, null, null, null, null, 0);
}
