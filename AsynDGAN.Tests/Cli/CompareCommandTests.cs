using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Setup;

namespace AsynDGAN.Tests.Cli;

/// <summary><c>asyndgan compare</c> on the smallest networks.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CompareCommandTests : IDisposable
{
    private static readonly string[] training = ["--set", "training.steps=40", "--set", "training.checkpoint_every=1"];

    private static readonly string[] few = ["--train-on", "threshold", "--train-on", "synthetic:AsynDGAN", "--jobs", "2", .. training, .. WorkFolder.SmallSegmentation];

    private readonly WorkFolder work = new();

    public void Dispose() => work.Dispose();

    [Test]
    public void A_comparison_that_is_killed_saves_goes_on_and_ends_as_if_it_had_not_been()
    {
        using (var comparing = AsyndganProcess.Start(work.Root, Arguments("killed")))
        {
            comparing.WaitUntil(() => File.Exists(work.Join("killed", "asyndgan-7", "losses.csv")), "its training");
            comparing.Kill();
        }

        var resumed = work.Run(Arguments("killed")).Succeeded();
        var table = File.ReadAllText(work.Join("killed", "segmentation", "table.md"));
        Assert.That(File.ReadAllText(work.Join("killed", "logs", "asyndgan-7.txt")), Does.Contain(" --resume\n").And.Contain($"train --config {Path.Combine("killed", "configuration", "tiny.yaml")} "));
        Assert.That(resumed.Output, Does.Contain(table).And.Contain(Path.Combine("killed", "segmentation", "report.html")));
        var network = Path.GetFileName(Directory.EnumerateFiles(work.Join("killed", "segmentation", "networks"), "AsynDGAN*.safetensors").Single());
        Assert.That(new SetupOutcome("tiny.yaml", null, new Experiment { Name = "tiny" }).Lines[^1], Does.Contain(Path.Combine("segmentation", "networks", network)), "as init names it");
        work.Train(["--out", "whole", .. training, .. WorkFolder.SmallSegmentation]).Succeeded();
        foreach (var part in new[] { "weights", "samples", "checkpoints" })
        {
            RunFiles.AreEqual(work.Join("killed", "asyndgan-7", part), work.Join("whole", part));
        }

        var again = work.Run([.. Arguments("killed"), "--json", "compared.json"]).Succeeded().Output;
        Assert.That(RecordFile.Read(work.Join("compared.json"), "compare").GetProperty("tables")[0].GetString(), Is.EqualTo(work.Join("killed", "segmentation")));
        Assert.That(again, Does.Contain("4 of 5 jobs were done before").And.Contain(table).And.Not.Contain("asyndgan-7: begun"));
    }

    [Test]
    public void Folds_are_trained_drawn_and_compared_and_go_on_after_a_kill()
    {
        string[] rows = ["own-masks:AsynDGAN", "own-masks:Folds", "own-masks:Crossed", "new-masks:Crossed", "threshold"];
        string[] arguments =
        [
            "compare", "--config", "tiny.yaml", "--out", "folds", "--folds", "2", "--jobs", "2", .. rows.SelectMany(row => new[] { "--train-on", row }),
            .. training, .. WorkFolder.SmallSegmentation, "--set", "segmentation.images=smallest",
        ];
        using (var comparing = AsyndganProcess.Start(work.Root, arguments))
        {
            comparing.WaitUntil(() => File.Exists(work.Join("folds", "asyndgan-7-fold-1", "losses.csv")), "a fold's training");
            comparing.Kill();
        }

        work.Run(arguments).Succeeded();
        var table = CsvTable.Read(work.Join("folds", "segmentation", "table.csv"), ["row", "training_images"]);
        Assert.That(
            table.Select(row => row.Fields["row"]), Is.EqualTo(new[] { "AsynDGAN, own masks", "Folds, own masks", "Crossed, own masks", "Crossed, new masks", "Threshold" }));
        Assert.That(table.Select(row => row.Int("training_images")).Distinct().Count(), Is.EqualTo(1));
        Assert.That(Drawn("asyndgan-7-fold-1", "synthetic-left-out"), Is.EquivalentTo(Drawn("asyndgan-7-fold-2", "synthetic")), "one run leaves out what the other is trained on");
        Assert.That(Drawn("asyndgan-7-fold-1", "synthetic").Concat(Drawn("asyndgan-7-fold-2", "synthetic")), Is.EquivalentTo(Drawn("asyndgan-7", "synthetic")));

        var again = work.Run(arguments).Succeeded().Output;
        Assert.That(again, Does.Contain("13 of 14 jobs were done before"));
        work.Run("eval-seg", "--config", "tiny.yaml", "--out", "half", "--synthetic", "Folds=folds/asyndgan-7-fold-1")
            .Refused("The sets of Folds do not leave each training patient out once", "fold 2 of 2");

        IEnumerable<string> Drawn(string run, string set) => CsvTable.Read(work.Join("folds", run, set, "manifest.csv"), ["mixed", "patient", "sample"])
            .Where(row => row.Fields["mixed"] == "false").Select(row => $"{row.Fields["patient"]} {row.Fields["sample"]}");
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void Ctrl_c_lets_those_under_way_save_and_begins_no_other()
    {
        using var comparing = AsyndganProcess.Start(work.Root, [.. Arguments("stopped"), "--set", "training.steps=1000000"]);
        comparing.WaitUntil(() => File.Exists(work.Join("stopped", "asyndgan-7", "losses.csv")), "its training");
        comparing.Interrupt();
        var stopped = comparing.Wait();
        Assert.That(stopped.ExitCode, Is.EqualTo(130), stopped.Error);
        Assert.That(stopped.Output, Does.Contain("asyndgan-7: stopped").And.Contain("the same command goes on"));
        Assert.That(File.ReadAllText(work.Join("stopped", "logs", "asyndgan-7.txt")), Does.Contain("nothing is lost"));
        Assert.That(work.Join("stopped", "asyndgan-7", "checkpoints", "last", "state.json"), Does.Exist);
        Assert.That(work.Join("stopped", ".lock"), Does.Not.Exist);
    }

    [Test]
    public void A_part_that_fails_is_named_with_its_log_and_the_others_go_on()
    {
        Directory.CreateDirectory(work.Join("broken", "logs"));
        Directory.CreateDirectory(work.Join("broken", "asyndgan-7"));
        work.Write("broken/asyndgan-7/notes.txt", "mine");
        var result = work.Run([.. Arguments("broken"), "--json", "broken.json"]);
        result.Refused("asyndgan-7 failed with exit code 2", Path.Combine("broken", "logs", "asyndgan-7.txt"), "holds other files than a run's", "Left out");
        Assert.That(result.Output, Does.Contain("threshold-7: done"));
        Assert.That(File.ReadAllText(work.Join("broken", "asyndgan-7", "notes.txt")), Is.EqualTo("mine"));
        var failure = RecordFile.Read(work.Join("broken.json"), "compare").GetProperty("failures")[0];
        Assert.That((failure.GetProperty("name").GetString(), failure.GetProperty("exit_code").GetInt32()), Is.EqualTo(("asyndgan-7", 2)));
    }

    [Test]
    public void What_is_wrong_is_said_before_anything_is_written()
    {
        work.Run("compare", "--config", "tiny.yaml", "--jobs", "0").Refused("--jobs 0: give a whole number from 1");
        work.Run("compare", "--config", "tiny.yaml", "--splits", "1,x").Refused("--splits 1,x: 'x' is no whole number");
        work.Run("compare", "--config", "tiny.yaml", "--train-on", "treshold").Refused("--train-on treshold names no row");
        work.HasNoRun();
        work.Write("notes.txt", "mine");
        Directory.CreateDirectory(work.Join("other"));
        work.Write("other/notes.txt", "mine");
        work.Run("compare", "--config", "tiny.yaml", "--out", "other").Refused("holds other files than the runs and tables of a comparison");
        work.Run("compare", "--config", "tiny.yaml", "--out", "notes.txt").Refused("is a file");
    }

    private static string[] Arguments(string output) => ["compare", "--config", "tiny.yaml", "--out", output, .. few];
}
