namespace AsynDGAN.Tests.Cli;

/// <summary><c>asyndgan report</c>, and the reports that other commands write.</summary>
public class ReportCommandTests
{
    [Test]
    public void Training_and_comparing_write_the_report_and_the_command_writes_it_anew()
    {
        using var folder = new WorkFolder();
        Assert.That(folder.Train().ExitCode, Is.Zero);
        var report = folder.Join("runs", "tiny", "report.html");
        Assert.That(File.ReadAllText(report), Does.Contain("What crossed the boundary").And.Not.Contain("<h2>Segmentation"));

        var compared = folder.Run(
            "eval-seg", "--config", "tiny.yaml", "--train-on", "real-all", "--set", "segmentation={filters: 2, depth: 2, steps: 2, batch_size: 2, fedavg: {rounds: 1}}", "--json", "compared.json");
        Assert.That((compared.ExitCode, compared.Error), Is.EqualTo((0, "")));
        Assert.That(RecordFile.Read(folder.Join("compared.json"), "eval-seg").GetProperty("rows")[0].GetProperty("row").GetString(), Is.EqualTo("Real-All"));
        Assert.That(File.ReadAllText(report), Does.Contain("<h2>Segmentation"));
        Assert.That(folder.Join("runs", "tiny", "segmentation", "panel.png"), Does.Exist);

        var text = File.ReadAllText(report);
        File.Delete(report);
        Assert.That(folder.Run("report", Path.Combine("runs", "tiny"), "--json", "report.json").ExitCode, Is.Zero);
        Assert.That(File.ReadAllText(report), Is.EqualTo(text));
        Assert.That(RecordFile.Read(folder.Join("report.json"), "report").GetProperty("reports")[0].GetString(), Is.EqualTo(report));
    }

    [TestCase("split.csv")]
    [TestCase("copying.csv")]
    [TestCase("communication.csv")]
    [TestCase("losses.csv")]
    public void A_table_that_ends_within_its_last_number_is_no_table(string name)
    {
        using var folder = new WorkFolder();
        Assert.That(folder.Train().ExitCode, Is.Zero);
        var table = folder.Join("runs", "tiny", name);
        File.WriteAllText(table, File.ReadAllText(table).TrimEnd()[..^1]);
        folder.Run("report", "runs/tiny").Refused(name + " ends within its line", "it is cut off");
    }

    [Test]
    public void A_folder_without_a_run_is_one_message()
    {
        using var folder = new WorkFolder();
        var result = folder.Run("report", "nowhere");
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.StartWith("error: There is no run in '").And.Contain("nowhere").And.Not.Contain("   at "));
    }
}
