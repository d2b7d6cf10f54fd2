using System.Text.Json.Nodes;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Tests.Cli;

/// <summary>Runs, sets and comparisons of a version whose precision was the key <c>training.tf32</c>.</summary>
public class EarlierKeysTests
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
    public void A_run_goes_on_to_the_same_files()
    {
        var (run, control) = (Earlier("resumed"), work.Join("control"));
        RunFiles.Copy(work.Join("runs", "tiny"), control);
        foreach (var (folder, configuration) in new[] { (run, "resumed/config.yaml"), (run, "tiny.yaml"), (control, "tiny.yaml") })
        {
            var result = work.Run("train", "--resume", "--out", folder, "--config", configuration, "--set", "training.steps=4").Succeeded();
            Assert.That(result.Output + result.Error, Does.Not.Contain("resuming on").And.Not.Contain("earlier version"));
        }

        RunFiles.AreEqual(Path.Combine(run, "weights"), Path.Combine(control, "weights"));
        Assert.That(File.ReadAllText(Path.Combine(run, "losses.csv")), Is.EqualTo(File.ReadAllText(Path.Combine(control, "losses.csv"))));
        Assert.That(File.ReadAllText(Path.Combine(run, "config.yaml")), Does.Not.Contain("tf32:"));
    }

    [Test]
    public void A_run_is_drawn_from_and_reported()
    {
        var run = Earlier("drawn");
        var before = RunFiles.Digests(Path.Combine(run, "synthetic", "images"));
        work.Run("synthesize", "--run", "drawn", "--config", "tiny.yaml", "--overwrite").Succeeded();
        Assert.That(RunFiles.Digests(Path.Combine(run, "synthetic", "images")), Is.EqualTo(before));
        work.Run("report", "drawn").Succeeded();
    }

    [Test]
    public void A_set_goes_on_and_is_compared_and_its_rows_are_not_trained_again()
    {
        Earlier("reused");
        File.Delete(work.Join("reused", "synthetic", "images", "000001.png"));
        work.Run("synthesize", "--run", "reused", "--config", "tiny.yaml", "--resume").Succeeded();
        RunFiles.AreEqual(work.Join("reused", "synthetic", "images"), work.Join("runs", "tiny", "synthetic", "images"));

        Compare().Succeeded();
        foreach (var record in Directory.EnumerateFiles(work.Join("rows", "networks"), "*.json"))
        {
            Edit(record, row => Rename(row["Identity"]?.AsObject() ?? row["identity"]!.AsObject()));
        }

        FormerSettings(work.Join("rows", "config.yaml"));
        var again = Compare().Succeeded();
        Assert.That(again.Output + again.Error, Does.Not.Contain("trained again").And.Not.Contain("earlier version"));
    }

    private AsyndganProcess.Result Compare() => work.Run(
        ["eval-seg", "--config", "tiny.yaml", "--out", "rows", "--synthetic", "AsynDGAN=reused", "--train-on", "synthetic:AsynDGAN", "--set", "segmentation.seeds=[1]", .. WorkFolder.SmallSegmentation]);

    /// <summary>A copy of the run as the earlier version would have left it.</summary>
    private string Earlier(string name)
    {
        var run = work.Join(name);
        RunFiles.Copy(work.Join("runs", "tiny"), run);
        var folder = RunFolder.At(run);
        foreach (var settings in new[] { folder.Configuration, Path.Combine(folder.LastCheckpoint, "config.yaml"), Path.Combine(folder.SyntheticSet, "config.yaml") })
        {
            FormerSettings(settings);
        }

        Edit(Path.Combine(folder.SyntheticSet, "synthesis.json"), origin =>
        {
            origin.Remove("precision");
            Rename(origin["identity"]!.AsObject());
        });
        var state = Checkpoint.ReadState(folder);
        StateFile.Write(Path.Combine(folder.LastCheckpoint, "state.json"), state with
        {
            Precision = null,
            Identity = state.Identity!.Where(part => part.Key != "training.precision").Append(new("training.tf32", "false")).ToDictionary(),
            Files = state.Files!.ToDictionary(file => file.Key, file => file.Key == "config.yaml" ? Digest.OfFile(Path.Combine(folder.LastCheckpoint, file.Key)) : file.Value),
        });
        return run;
    }

    private static void FormerSettings(string path)
    {
        var text = File.ReadAllText(path);
        Assert.That(text, Does.Contain("precision: auto"));
        File.WriteAllText(path, text.Replace("precision: auto", "tf32: false", StringComparison.Ordinal));
    }

    private static void Rename(JsonObject identity)
    {
        Assert.That(identity.Remove("training.precision"), Is.True);
        identity["training.tf32"] = "false";
    }

    private static void Edit(string path, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(json);
        File.WriteAllText(path, json.ToJsonString());
    }
}
