using AsynDGAN.Core.Csv;
using AsynDGAN.Tests.Networks;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Cli;

/// <summary><c>asyndgan fidelity</c> on a run of the smallest networks.</summary>
public class FidelityCommandTests
{
    // Enough patients for neighbourhoods and intervals.
    private const string More = "data.phantom={institutions: 2, patients: 12, slices: 2}";

    private readonly WorkFolder folder = new();

    [OneTimeSetUp]
    public void TrainAndSynthesize() => Assert.Multiple(() =>
    {
        Assert.That(folder.Train("--set", More, "--set", "data.validation_fraction=0.4").ExitCode, Is.Zero);
        Assert.That(folder.Run("synthesize", "--config", "runs/tiny/config.yaml", "--run", "runs/tiny").ExitCode, Is.Zero);
    });

    [OneTimeTearDown]
    public void Delete() => folder.Dispose();

    [Test]
    public void A_run_s_set_is_measured_by_own_and_new_masks_and_again_to_the_same_bytes()
    {
        var said = folder.Run("fidelity", "--synthetic", "AsynDGAN=runs/tiny").Succeeded().Output;
        var path = folder.Join("runs", "tiny", "fidelity", "fidelity.csv");
        var rows = CsvTable.Read(path, ["set", "masks", "features", "measure", "value", "low", "high", "floor", "images"]);
        var before = File.ReadAllText(path);
        Assert.Multiple(() =>
        {
            Assert.That(said, Does.Contain("Fréchet distance on 20 radiomic features").And.Contain("own masks").And.Contain("new masks").And.Contain("patients of validation (split 7)"));
            Assert.That(said, Does.Contain(File.ReadAllText(folder.Join("runs", "tiny", "fidelity", "fidelity.md")).Trim().Split('\n')[^1]));
            Assert.That(rows, Has.Count.EqualTo(2 * 6));
            Assert.That(rows.Select(row => row.Fields["value"]), Has.None.Empty);
            Assert.That(rows.Select(row => row.Fields["low"]), Has.None.Empty);
            Assert.That(rows.Select(row => row.Int("images")), Is.All.EqualTo(rows[0].Int("images")).And.All.GreaterThan(10), "equal numbers");
        });
        folder.Run("fidelity", "--synthetic", "AsynDGAN=runs/tiny").Refused("There is a table of fidelity", "--overwrite");
        folder.Run("fidelity", "--synthetic", "AsynDGAN=runs/tiny", "--overwrite", "--json", "measured.json").Succeeded();
        Assert.That(RecordFile.Read(folder.Join("measured.json"), "fidelity").GetProperty("measures").GetArrayLength(), Is.EqualTo(rows.Count));
        Assert.That(File.ReadAllText(path), Is.EqualTo(before));
    }

    [Test]
    public void Tables_lie_in_the_run_of_the_set_and_not_in_one_of_the_same_name()
    {
        RunFiles.Copy(folder.Join("runs", "tiny"), folder.Join("runs", "other"));
        folder.Run("fidelity", "--synthetic", "AsynDGAN=runs/other", "--overwrite").Succeeded();
        Assert.That(folder.Join("runs", "other", "fidelity", "fidelity.csv"), Does.Exist);
    }

    [Test]
    public void The_comparison_measures_the_same()
    {
        folder.Run("fidelity", "--config", "runs/tiny/config.yaml", "--synthetic", "AsynDGAN=runs/tiny", "--out", "alone").Succeeded();
        folder.Run(["eval-seg", "--config", "runs/tiny/config.yaml", "--synthetic", "AsynDGAN=runs/tiny", "--train-on", "new-masks:AsynDGAN", "--out", "compared", .. WorkFolder.SmallSegmentation]).Succeeded();
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText(folder.Join("compared", "fidelity.csv")), Is.EqualTo(File.ReadAllText(folder.Join("alone", "fidelity.csv"))));
            Assert.That(File.ReadAllText(folder.Join("compared", "table.md")), Does.EndWith(File.ReadAllText(folder.Join("alone", "fidelity.md"))));
            Assert.That(File.ReadAllText(folder.Join("compared", "report.html")), Does.Contain("Fidelity").And.Contain("distance on 20 radiomic features"));
        });
        folder.Run("fidelity", "--synthetic", "AsynDGAN=runs/tiny", "--out", "compared", "--overwrite").Refused("holds other files than a table of fidelity's");
    }

    [Test]
    public void A_network_that_is_named_has_a_table_and_one_that_is_not_there_is_warned_of()
    {
        using var scope = NewDisposeScope();
        VggSample.Write(folder.Join("vgg.safetensors"), VggSample.Weights(1));
        string[] measure = ["fidelity", "--synthetic", "AsynDGAN=runs/tiny", "--set"];
        Assert.That(folder.Run([.. measure, "loss.perceptual_weights=vgg.safetensors", "--out", "network"]).Succeeded().Output, Does.Contain("Fréchet distance on 28 network features"));
        Assert.That(
            folder.Run([.. measure, "loss.perceptual_weights=none.safetensors", "--out", "without"]).Succeeded().Output,
            Does.Contain("there is no file none.safetensors").And.Not.Contain("network features"));
    }

    [Test]
    public void A_script_of_the_network_is_checked_and_one_that_fails_refused_before_anything_is_written()
    {
        ScriptSample.Write(folder.Join("maps.pt"), ScriptSample.Maps);
        ScriptSample.Write(folder.Join("vectors.pt"), "(x, x, x, torch.mean(x, [2, 3]))");
        string[] measure = ["fidelity", "--synthetic", "AsynDGAN=runs/tiny", "--set"];
        const string Line = "convolutions: those of the script maps.pt checked against float64, all right";
        Assert.That(folder.Run([.. measure, "loss.perceptual_weights=maps.pt", "--out", "scripted"]).Succeeded().Output, Does.Contain(Line));
        Assert.That(File.ReadAllText(folder.Join("scripted", "provenance.json")), Does.Contain(Line));
        folder.Run([.. measure, "loss.perceptual_weights=vectors.pt", "--out", "refused"]).Refused("vectors.pt returns a tensor [2, 3] of Float32");
        Assert.That(Directory.Exists(folder.Join("refused")), Is.False);
    }

    [Test]
    public void What_cannot_be_measured_is_refused_and_nothing_is_written()
    {
        folder.Run("fidelity").Refused("--synthetic");
        folder.Run("fidelity", "--synthetic", "AsynDGAN", "--out", "bad").Refused("write it as LABEL=RUN");
        folder.Run("fidelity", "--synthetic", "AsynDGAN=nowhere", "--out", "bad").Refused("nowhere");
        folder.Run("fidelity", "--synthetic", "AsynDGAN=runs/tiny", "--part", "training", "--out", "bad").Refused("training");
        folder.Run("fidelity", "--synthetic", "AsynDGAN=runs/tiny", "--config", "tiny.yaml", "--out", "bad").Refused("data.phantom");
        folder.Run("fidelity", "--synthetic", "AsynDGAN=runs/tiny", "--part", "test", "--set", "data.test_fraction=0", "--set", "data.test_count=0", "--out", "bad").Refused("test");
        Assert.That(Directory.Exists(folder.Join("bad")), Is.False);
    }
}
