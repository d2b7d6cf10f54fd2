using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Csv;

namespace AsynDGAN.Tests.Cli;

/// <summary><c>asyndgan eval-seg</c> on a run of the smallest networks.</summary>
public class EvalSegCommandTests
{
    private readonly WorkFolder folder = new();

    [OneTimeSetUp]
    public void TrainAndSynthesize() => Assert.Multiple(() =>
    {
        Assert.That(folder.Train().ExitCode, Is.Zero);
        Assert.That(folder.Run("synthesize", "--config", "tiny.yaml").ExitCode, Is.Zero);
    });

    [OneTimeTearDown]
    public void Delete() => folder.Dispose();

    [Test]
    public void A_generator_that_is_told_more_than_the_comparison_is_left_out_of_the_check_of_masks_and_the_others_are_not()
    {
        folder.Train("--set", "sites.in_condition=true", "--out", "knows-its-site").Succeeded();
        folder.Run("synthesize", "--run", "knows-its-site").Succeeded();
        var result = Evaluate("both", "--synthetic", "AsynDGAN=runs/tiny", "--synthetic", "Knows=knows-its-site", "--train-on", "real-all");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(File.ReadAllLines(folder.Join("both", "shown-masks.csv")).Skip(1).Select(line => line.Split(',')[0]), Is.EqualTo(new[] { "AsynDGAN" }));
            Assert.That(result.Output + result.Error, Does.Contain("whether drawings of Knows show their masks is not checked: sites.in_condition is true"));
        });
    }

    [Test]
    public void The_whole_comparison_is_trained_scored_and_written()
    {
        var result = Evaluate("whole", "--synthetic", "AsynDGAN=runs/tiny");
        var table = File.ReadAllLines(folder.Join("whole", "table.csv"));
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(table.Skip(1).Select(line => line.Split(',')[0].Trim('"')), Is.EqualTo(new[]
            {
                "Real-All", "Real-Subset-site-1", "Real-Subset-site-2", "Real-FedAvg", "AsynDGAN", "AsynDGAN", "Real-Subset-site-1+AsynDGAN",
                "Real-Subset-site-2+AsynDGAN", "Threshold",
            }));
            Assert.That(File.ReadAllLines(folder.Join("whole", "shown-masks.csv"))[1], Does.StartWith("AsynDGAN,tiny,7,Real-All,"));
            Assert.That(result.Output, Does.Contain("Real-All's network has Dice").And.Contain("on their real images"));
            Assert.That(result.Output, Does.Contain("AsynDGAN against").And.Contain("judged at its last step"));
            Assert.That(
                new[] { "table.md", "table.csv", "comparisons.csv" }.Select(name => File.ReadAllText(folder.Join("whole", name))),
                Is.All.Contains("too few patients"));
            Assert.That(Directory.EnumerateFiles(folder.Join("whole", "networks"), "*.safetensors").Count(), Is.EqualTo(8));
            Assert.That(
                StudyFolder.ReadText(folder.Join("whole"))!.Markdown(), Is.EqualTo(File.ReadAllText(folder.Join("whole", "table.md"))),
                "what the report is made of, from the files of scores");
        });
    }

    [Test]
    public void A_comparison_goes_on_where_it_stopped_and_gives_the_same_tables()
    {
        Assert.That(Evaluate("parts", "--train-on", "real-all").ExitCode, Is.Zero);
        var network = folder.Join("parts", "networks", "Real-All_split-7_seed-1.safetensors");
        var before = File.GetLastWriteTimeUtc(network);
        folder.Write("parts/near-copies-Old.png", "of a row that is gone");
        folder.Write("parts/leave-one-site-out.csv", "of tables that are gone");
        Assert.That(Evaluate("parts", "--train-on", "real-all", "--train-on", "threshold").ExitCode, Is.Zero);
        Assert.That(Evaluate("straight", "--train-on", "real-all", "--train-on", "threshold").ExitCode, Is.Zero);
        Assert.Multiple(() =>
        {
            Assert.That(File.GetLastWriteTimeUtc(network), Is.EqualTo(before), "not trained again");
            Assert.That(Directory.GetFiles(folder.Join("parts")).Select(Path.GetFileName), Is.EquivalentTo(Directory.GetFiles(folder.Join("straight")).Select(Path.GetFileName)));
            Assert.That(File.ReadAllText(folder.Join("parts", "table.csv")), Is.EqualTo(File.ReadAllText(folder.Join("straight", "table.csv"))));
            Assert.That(File.ReadAllText(folder.Join("parts", "results.csv")), Is.EqualTo(File.ReadAllText(folder.Join("straight", "results.csv"))));
        });
    }

    [Test]
    public void Two_processes_fill_one_comparison_side_by_side()
    {
        Assert.That(Evaluate("shared", "--rows-only", "--train-on", "threshold", "--json", "shared.json").Output, Does.Contain("Trained").And.Contain("--rows-only"));
        Assert.That(RecordFile.Read(folder.Join("shared.json"), "eval-seg").GetProperty("rows").GetArrayLength(), Is.Zero);
        Assert.That(Directory.GetFileSystemEntries(folder.Join("shared")).Select(Path.GetFileName), Is.EquivalentTo(new[] { "config.yaml", "scores", "networks" }));
        string[] rows = ["real-all", "fedavg", "real-subset:site-1", "real-subset:site-2"];
        var results = rows.AsParallel().WithDegreeOfParallelism(rows.Length).Select(row => Evaluate("shared", "--rows-only", "--train-on", row)).ToList();
        string[] named = [.. rows.Append("threshold").SelectMany(row => new[] { "--train-on", row })];
        Assert.That(results.Select(result => result.ExitCode), Is.All.Zero, string.Join('\n', results.Select(result => result.Error)));
        Assert.That(Evaluate("shared", named).ExitCode, Is.Zero);
        Assert.That(Evaluate("alone", named).ExitCode, Is.Zero);
        Assert.That(File.ReadAllText(folder.Join("shared", "results.csv")), Is.EqualTo(File.ReadAllText(folder.Join("alone", "results.csv"))));
    }

    [TestCase("0")]
    [TestCase("0.5")]
    public void Rows_trained_side_by_side_give_the_files_that_they_give_one_after_another(string dropout)
    {
        string[] all = ["--train-on", "all", "--synthetic", "AsynDGAN=runs/tiny", "--set", "segmentation.seeds=[1, 2]", "--set", $"segmentation.dropout={dropout}"];
        var (one, three) = ($"one-{dropout}", $"three-{dropout}");
        Evaluate(one, all).Succeeded();
        Evaluate(three, [.. all, "--jobs", "3"]).Succeeded();
        RunFiles.AreEqual(folder.Join(three), folder.Join(one));
        Assert.That(Directory.GetFiles(folder.Join(one, "networks"), "*.safetensors"), Has.Length.EqualTo(16));
    }

    [Test]
    public void A_sets_folder_is_trained_on_as_its_run_is_and_one_outside_of_a_run_says_what_is_not_known()
    {
        string[] rows = ["--train-on", "synthetic:AsynDGAN", "--train-on", "own-masks:AsynDGAN", "--train-on", "new-masks:AsynDGAN"];
        RunFiles.Copy(folder.Join("runs", "tiny", "synthetic"), folder.Join("given"));
        Evaluate("by-run", ["--synthetic", "AsynDGAN=runs/tiny", .. rows]).Succeeded();
        Evaluate("by-folder", ["--synthetic", "AsynDGAN=runs/tiny/synthetic", .. rows]).Succeeded();
        var outside = Evaluate("outside", ["--synthetic", "AsynDGAN=given", .. rows]).Succeeded();
        Assert.That(outside.Output + outside.Error, Does.Contain("the synthetic set 'given' lies in no run's folder"));
        Assert.That(Scores("by-folder").Replace("tiny/synthetic", "tiny"), Is.EqualTo(Scores("by-run")));
        Assert.That(Scores("outside").Replace("given", "tiny"), Is.EqualTo(Scores("by-run")));
        var images = Images("by-run");
        Assert.That(images, Has.Length.EqualTo(3));
        Assert.That(images[1] + images[2], Is.EqualTo(images[0]), "own and new masks are the set");
        Evaluate("twice", "--synthetic", "AsynDGAN=runs/tiny+runs/tiny/synthetic").Refused("twice");
        Evaluate("copied", "--synthetic", "AsynDGAN=runs/tiny+given").Refused("the run 'runs/tiny' and the synthetic set 'given' have the same drawings");
        folder.Run("fidelity", "--synthetic", "AsynDGAN=runs/tiny,given", "--out", "copied").Refused("have the same drawings");

        var network = Directory.GetFiles(folder.Join("by-run", "networks"), "AsynDGAN_*.safetensors")[0];
        var seen = folder.Run("eval-seg", "--model", network, "--data", "given/manifest.csv", "--out", "seen").Succeeded();
        Assert.That(seen.Output + seen.Error, Does.Contain("was trained on drawings of this set"));

        string Scores(string name) => File.ReadAllText(folder.Join(name, "results.csv"));
    }

    [Test]
    public void Rows_are_cut_to_the_smallest_of_the_table_whatever_part_of_it_a_process_trains()
    {
        string[] larger = ["--synthetic", "AsynDGAN=runs/tiny", "--set", "segmentation.images=smallest", "--train-on", "real-all", "--train-on", "fedavg", "--train-on", "threshold", "--train-on", "synthetic:AsynDGAN"];
        string[] table = [.. larger, "--train-on", "real-subset:site-1"];
        Evaluate("all-cut", table).Succeeded();
        Assert.That(Images("all-cut"), Is.All.EqualTo(TrainingImages("site-1")));
        Assert.That(File.ReadAllText(folder.Join("all-cut", "table.md")), Does.Contain($"cut to equal numbers (segmentation.images: smallest), chosen by chance and spread over the sites: {TrainingImages("site-1")} (split 7)."));
        foreach (var row in new[] { "real-all", "synthetic:AsynDGAN", "threshold" })
        {
            Evaluate("cut-in-parts", [.. table, "--rows-only", "--rows", row]).Succeeded();
        }

        Assert.That(Directory.GetFiles(folder.Join("cut-in-parts", "networks"), "*.json"), Has.Length.EqualTo(3));
        Assert.That(Evaluate("cut-in-parts", table).Succeeded().Output, Does.Not.Contain("trained again"));
        Assert.That(File.ReadAllText(folder.Join("cut-in-parts", "results.csv")), Is.EqualTo(File.ReadAllText(folder.Join("all-cut", "results.csv"))));

        var fewer = Evaluate("all-cut", larger).Succeeded().Output.ReplaceLineEndings(" ");
        Assert.That(fewer, Does.Contain("AsynDGAN, split 7, tiny, seed 1 is trained again:").And.Contain($"segmentation.images: {TrainingImages("site-1")} there, all now"), "the smallest is Real-All's");
        Evaluate("all-cut", [.. larger, "--rows", "real-all"]).Refused("--rows trains some rows of a table, and goes with --rows-only");
        Evaluate("all-cut", [.. larger, "--rows-only", "--rows", "real-subset:site-1"]).Refused("--rows names Real-Subset-site-1, which is no row of --train-on");
    }

    [Test]
    public void A_row_cannot_be_cut_to_more_images_than_it_has()
    {
        string[] rows = ["--train-on", "real-all", "--train-on", "real-subset:site-2", "--set"];
        Evaluate("many", [.. rows, "segmentation.images=1000"])
            .Refused("Rows have fewer images than segmentation.images, 1000: Real-All ", $", Real-Subset-site-2 {TrainingImages("site-2")}.");
        Evaluate("one", "--train-on", "fedavg", "--set", "segmentation.images=1").Refused("Real-FedAvg has no image left at site site-");
        Evaluate("two", [.. rows, "segmentation.images=2"]).Succeeded();
        Assert.That(Images("two"), Is.EqualTo(new[] { 2, 2 }));
        Evaluate("two", [.. rows, "segmentation.images=3"]).Refused("segmentation.images: 2 there, 3 now");
    }

    [Test]
    public void A_row_that_fails_beside_others_leaves_them_done()
    {
        string[] rows = ["--synthetic", "AsynDGAN=runs/tiny", "--train-on", "new-masks:AsynDGAN", "--train-on", "real-all", "--jobs", "2"];
        RunFiles.Copy(folder.Join("runs", "tiny"), folder.Join("damaged"));
        var image = Directory.GetFiles(folder.Join("damaged", "synthetic", "images")).Order(StringComparer.Ordinal).First();
        var drawn = File.ReadAllBytes(image);
        File.WriteAllText(image, "no picture");
        Evaluate("beside", ["--synthetic", "AsynDGAN=damaged", .. rows[2..]]).Refused(Path.GetFileName(image), "Draw it again: remove", "asyndgan synthesize", "--resume");
        Assert.That(Rows(), Is.EqualTo(new[] { "Real-All_split-7_seed-1" }));
        File.WriteAllBytes(image, drawn);
        Evaluate("beside", ["--synthetic", "AsynDGAN=damaged", .. rows[2..]]).Succeeded();
        Assert.That(Rows(), Has.Length.EqualTo(2));
        File.WriteAllText(image, "no picture");
        Evaluate("beside", ["--synthetic", "AsynDGAN=damaged", .. rows[2..]]).Refused(Path.GetFileName(image));
        Assert.That(Rows(), Has.Length.EqualTo(2), "what was trained before the damage stays");

        folder.Run("eval-seg", "--config", "tiny.yaml", "--jobs", "0").Refused("--jobs 0: give a whole number from 1");

        string[] Rows() => [.. Directory.GetFiles(folder.Join("beside", "networks"), "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_comparison_that_is_stopped_within_a_row_keeps_those_that_are_done()
    {
        string[] arguments = ["eval-seg", "--config", "tiny.yaml", "--out", "stopped", .. WorkFolder.SmallSegmentation];
        folder.Run([.. arguments, "--train-on", "real-all"]).Succeeded();
        var record = folder.Join("stopped", "networks", "Real-All_split-7_seed-1.json");
        var before = File.ReadAllText(record);
        using var comparing = AsyndganProcess.Start(
            folder.Root, [.. arguments, "--train-on", "all", "--set", "segmentation.seeds=[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]"]);
        comparing.WaitUntil(() => Directory.GetFiles(folder.Join("stopped", "networks"), "*.lock").Length > 0, "its next row");
        comparing.Interrupt();
        var result = comparing.Wait();
        Assert.That(result.ExitCode, Is.EqualTo(130), result.Error);
        Assert.That(result.Output, Does.Contain("the rows that are done stay").And.Contain("goes on"));
        Assert.That(File.ReadAllText(record), Is.EqualTo(before));
        Assert.That(Directory.GetFiles(folder.Join("stopped"), "*.lock*", SearchOption.AllDirectories), Is.Empty);
    }

    [Test]
    public void A_run_without_a_synthetic_set_says_which_command_makes_it()
    {
        Assert.That(folder.Train("--out", "bare").ExitCode, Is.Zero);
        Fails("none", "bare", "has no synthetic set", "asyndgan synthesize");
    }

    [Test]
    public void A_run_on_another_split_is_refused_by_the_patient()
    {
        Assert.That(folder.Train("--out", "other").ExitCode, Is.Zero);
        Assert.That(folder.Run("synthesize", "--config", "tiny.yaml", "--run", "other").ExitCode, Is.Zero);
        var split = folder.Join("other", "split.csv");
        File.WriteAllText(split, File.ReadAllText(split).Replace(",train,\n", ",none,\n", StringComparison.Ordinal)
            .Replace(",test,\n", ",train,\n", StringComparison.Ordinal).Replace(",none,\n", ",test,\n", StringComparison.Ordinal));
        Fails("split", "other", "was made on another split");
    }

    [Test]
    public void A_row_without_images_says_what_makes_them()
    {
        RunFiles.Copy(folder.Join("runs", "tiny"), folder.Join("unmixed"));
        Assert.That(folder.Run("synthesize", "--config", "tiny.yaml", "--run", "unmixed", "--overwrite", "--set", "synthesis.mix_masks=0").ExitCode, Is.Zero);
        var result = Evaluate("unmixed-rows", "--synthetic", "AsynDGAN=runs/tiny,unmixed", "--train-on", "real-all", "--train-on", "new-masks:AsynDGAN");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain("no images with new masks").And.Contain("synthesis.mix_masks"));
            Assert.That(Directory.Exists(folder.Join("unmixed-rows", "networks")), Is.False, "said before a row is trained");
        });
    }

    [Test]
    public void Other_networks_in_a_comparison_that_is_there_are_refused()
    {
        Assert.That(Evaluate("kept", "--train-on", "threshold").ExitCode, Is.Zero);
        var result = Evaluate("kept", "--train-on", "threshold", "--set", "segmentation.filters=3");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain("segmentation.filters: 2 there, 3 now"));
        });
    }

    [Test]
    public void Without_validation_patients_it_names_the_test_part()
    {
        var result = Evaluate("empty", "--set", "data.validation_fraction=0");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain("no validation patients").And.Contain("--part test"));
        });
    }

    private int[] Images(string output) => [.. CsvTable.Read(folder.Join(output, "table.csv"), ["training_images"]).Select(row => row.Int("training_images"))];

    /// <summary>A synthetic set has an image of every training slice's own mask.</summary>
    private int TrainingImages(string site) => CsvTable.Read(folder.Join("runs", "tiny", "synthetic", "manifest.csv"), ["site", "mixed"])
        .Count(row => row.Fields["site"] == site && row.Fields["mixed"] == "false");

    private void Fails(string output, string run, params string[] messages)
    {
        var result = Evaluate(output, "--synthetic", $"AsynDGAN={run}");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(messages.Where(message => !result.Error.Contains(message, StringComparison.Ordinal)), Is.Empty, result.Error);
        });
    }

    private AsyndganProcess.Result Evaluate(string output, params string[] more) =>
        folder.Run(["eval-seg", "--config", "tiny.yaml", "--out", output, .. WorkFolder.SmallSegmentation, .. more]);
}
