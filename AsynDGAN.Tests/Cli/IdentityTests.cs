using System.Text;
using System.Text.Json.Nodes;

namespace AsynDGAN.Tests.Cli;

/// <summary>What is stored is used again only where everything that it depends on is the same.</summary>
public class IdentityTests
{
    private readonly WorkFolder work = new();

    [OneTimeSetUp]
    public void TrainAndSynthesize()
    {
        work.Train().Succeeded();
        work.Run("synthesize", "--config", "tiny.yaml").Succeeded();
    }

    [OneTimeTearDown]
    public void Remove() => work.Dispose();

    [Test]
    public void A_row_is_trained_again_where_its_images_were_drawn_anew()
    {
        RunFiles.Copy(work.Join("runs", "tiny"), work.Join("drawn-anew"));
        Compare("anew", "AsynDGAN=drawn-anew").Succeeded();
        var before = Scores("anew");
        work.Train("--out", "drawn-anew", "--overwrite", "--set", "loss.lambda_l1=1", "--set", "training.steps=3").Succeeded();
        work.Run("synthesize", "--run", "drawn-anew", "--config", "drawn-anew/config.yaml").Succeeded();
        var result = Compare("anew", "AsynDGAN=drawn-anew").Succeeded();
        Assert.That(result.Output.ReplaceLineEndings(" "), Does.Contain("is trained again:").And.Contain("the synthetic set of drawn-anew (SHA-256)"));
        Assert.That(Scores("anew"), Is.Not.EqualTo(before));
        Assert.That(Compare("anew", "AsynDGAN=drawn-anew").Succeeded().Output, Does.Not.Contain("trained again"));
    }

    [Test]
    public void Two_runs_whose_folders_share_a_name_are_two()
    {
        foreach (var place in new[] { "a", "b" })
        {
            RunFiles.Copy(work.Join("runs", "tiny"), work.Join(place, "tiny"));
        }

        work.Run("synthesize", "--run", "b/tiny", "--overwrite", "--set", "synthesis.mix_masks=2").Succeeded();
        Compare("namesakes", "AsynDGAN=a/tiny,b/tiny").Succeeded();
        var runs = File.ReadLines(work.Join("namesakes", "results.csv")).Skip(1).Select(line => line.Contains("a/tiny") ? "a" : line.Contains("b/tiny") ? "b" : "?");
        Assert.That(runs.Distinct(), Is.EquivalentTo(new[] { "a", "b" }));
        Compare("twice", "AsynDGAN=a/tiny,a/tiny").Refused("names the run 'a/tiny' twice");
    }

    [Test]
    public void An_unfinished_set_is_not_trained_on()
    {
        RunFiles.Copy(work.Join("runs", "tiny"), work.Join("unfinished"));
        Edit("unfinished/synthetic/synthesis.json", origin => origin["drawn"] = null);
        var manifest = work.Join("unfinished", "synthetic", "manifest.csv");
        File.WriteAllLines(manifest, File.ReadAllLines(manifest)[..4]);
        Compare("never", "AsynDGAN=unfinished").Refused("is not finished: 3 are drawn so far", "asyndgan synthesize", "--resume");
        Assert.That(work.Join("never"), Does.Not.Exist);
        work.Run("synthesize", "--config", "tiny.yaml", "--run", "unfinished", "--resume").Succeeded();
        RunFiles.AreEqual(work.Join("unfinished", "synthetic", "images"), work.Join("runs", "tiny", "synthetic", "images"));
        Assert.That(File.ReadAllText(manifest), Is.EqualTo(File.ReadAllText(work.Join("runs", "tiny", "synthetic", "manifest.csv"))));
    }

    [Test]
    public void A_set_of_a_run_that_was_trained_on_since_is_not_trained_on()
    {
        RunFiles.Copy(work.Join("runs", "tiny"), work.Join("longer"));
        work.Train("--out", "another", "--set", "seed=2").Succeeded();
        File.Copy(work.Join("another", "weights", "generator.safetensors"), work.Join("longer", "weights", "generator.safetensors"), overwrite: true);
        Compare("stale", "AsynDGAN=longer").Refused("was drawn before its run was trained on", "the generator's weights (SHA-256)", "--overwrite");
    }

    [Test]
    public void Nothing_is_drawn_from_weights_that_another_run_left_in_the_runs_place()
    {
        work.Train("--out", "of-seed-3", "--set", "seed=3").Succeeded();
        string[] names = ["generator.safetensors", "generator-average.safetensors"];
        foreach (var name in names)
        {
            RunFiles.Copy(work.Join("runs", "tiny"), work.Join("swapped-" + name));
            File.Copy(work.Join("of-seed-3", "weights", "generator.safetensors"), work.Join("swapped-" + name, "weights", name), overwrite: true);
            work.Run("synthesize", "--run", "swapped-" + name, "--overwrite").Refused(name, "is not what the run's last checkpoint saved", "--weights");
        }

        // The run writes its own again.
        work.Run("train", "--resume", "--out", "swapped-generator.safetensors", "--set", "training.steps=3").Succeeded();
        work.Run("synthesize", "--run", "swapped-generator.safetensors", "--overwrite").Succeeded();
    }

    [Test]
    public void What_an_earlier_version_wrote_is_used_with_one_warning_of_what_could_not_be_checked()
    {
        RunFiles.Copy(work.Join("runs", "tiny"), work.Join("earlier"));
        Edit("earlier/synthetic/synthesis.json", origin =>
        {
            origin.Remove("identity");
            origin.Remove("drawn");
            origin.Remove("of_its_run");
        });
        Compare("earlier-rows", "AsynDGAN=earlier").Succeeded();
        var record = Directory.EnumerateFiles(work.Join("earlier-rows", "networks"), "*.json").Single();
        Edit(record, row => row.Remove("identity"));
        var result = Compare("earlier-rows", "AsynDGAN=earlier").Succeeded();
        Assert.That(result.Output.ReplaceLineEndings(" "), Does.Contain("what is in the comparison in").And.Contain("could not be checked").And.Contain("the seed"));
    }

    [Test]
    public void A_run_does_not_go_on_where_its_split_has_changed()
    {
        work.Train("--out", "source").Succeeded();
        File.Copy(work.Join("source", "split.csv"), work.Join("split.csv"));
        work.Train("--out", "by-file", "--set", "data.split=file", "--set", "data.split_file=split.csv").Succeeded();
        var rows = File.ReadAllText(work.Join("split.csv"));
        work.Write("split.csv", rows.Replace(",test,\n", ",x,\n").Replace(",train,\n", ",test,\n").Replace(",x,\n", ",train,\n"));
        work.Run("train", "--resume", "--out", "by-file").Refused("by-file", "split (SHA-256)", "in the run");
        work.Run("synthesize", "--config", "by-file/config.yaml", "--run", "by-file").Refused("another split");
    }

    [Test]
    public void A_run_does_not_go_on_where_its_table_gives_a_patient_to_another_site()
    {
        var table = new StringBuilder("image,mask,patient,site\n");
        for (var i = 0; i < 8; i++)
        {
            WorkFolder.Save(work.Join("table", $"i{i}.tif"), WorkFolder.Disc(1, 7, (ushort)(100 + i)));
            WorkFolder.Save(work.Join("table", $"m{i}.tif"), WorkFolder.Disc(1, 3, 255));
            table.Append($"i{i}.tif,m{i}.tif,p{i},{(i < 4 ? "a" : "b")}\n");
        }

        work.Write("table/m.csv", table.ToString());
        work.Train("--out", "tabled", "--set", "data.source=manifest", "--set", "data.root=table/m.csv").Succeeded();
        work.Write("table/m.csv", table.ToString().Replace(",p1,a", ",p1,b").Replace(",p5,b", ",p5,a"));
        work.Run("train", "--resume", "--out", "tabled").Refused("tabled", "cases, patients and institutions (SHA-256)");
    }

    [Test]
    public void An_edited_configuration_does_not_pass_for_the_runs()
    {
        RunFiles.Copy(work.Join("runs", "tiny"), work.Join("edited"));
        var settings = work.Join("edited", "config.yaml");
        File.WriteAllText(settings, File.ReadAllText(settings).Replace("lambda_l1: 100", "lambda_l1: 7"));
        work.Run("train", "--resume", "--out", "edited").Refused("loss.lambda_l1: 100 in the run, 7 now");
    }

    [Test]
    public void Nothing_is_drawn_where_a_mask_was_edited_since_training()
    {
        foreach (var patient in new[] { "1", "2", "3", "4" })
        {
            work.AddPatient("mri", $"TCGA_CS_000{patient}_19960909");
        }

        work.TrainOnMri("mri", "--out", "on-mri").Succeeded();
        WorkFolder.Save(work.Slice("mri", WorkFolder.Patient, 1, mask: true), WorkFolder.Disc(1, 2, 255));
        work.Run("synthesize", "--config", "on-mri/config.yaml", "--run", "on-mri").Refused("was trained on other data", "data (fingerprint)");
        Assert.That(work.Join("on-mri", "synthetic"), Does.Not.Exist);
    }

    private AsyndganProcess.Result Compare(string output, string synthetic) =>
        work.Run(["eval-seg", "--config", "tiny.yaml", "--out", output, "--synthetic", synthetic, "--train-on", "synthetic:AsynDGAN", .. WorkFolder.SmallSegmentation]);

    private string Scores(string comparison) => File.ReadAllText(work.Join(comparison, "results.csv"));

    private void Edit(string file, Action<JsonObject> change)
    {
        var path = work.Join(file);
        var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(json);
        File.WriteAllText(path, json.ToJsonString());
    }
}
