using System.Text.Json;
using System.Text.Json.Nodes;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Tests.Cli;

public class ResumeTests
{
    private readonly WorkFolder work = new();

    [OneTimeSetUp]
    public void Train() => work.Train().Succeeded();

    [OneTimeTearDown]
    public void Remove() => work.Dispose();

    [Test]
    public void A_run_that_is_there_is_not_replaced_by_itself()
    {
        var before = RunFiles.Digests(work.Join("runs", "tiny"));
        work.Train().Refused("There is a run in", "--resume", "--overwrite", "--out");
        Assert.That(RunFiles.Digests(work.Join("runs", "tiny")), Is.EqualTo(before));
    }

    [Test]
    public void A_run_is_replaced_where_that_is_asked_for()
    {
        var run = Copy();
        File.WriteAllText(Path.Combine(run, "samples", "old.png"), "of the run before");
        work.Train("--overwrite", "--out", run, "--set", "seed=2").Succeeded();
        Assert.That(File.Exists(Path.Combine(run, "samples", "old.png")), Is.False);
        Assert.That(File.ReadAllText(Path.Combine(run, "config.yaml")), Does.Contain("seed: 2"));
    }

    [Test]
    public void A_run_stays_whole_where_its_replacement_cannot_begin()
    {
        var run = Copy();
        var before = RunFiles.Digests(run);
        work.Train("--overwrite", "--out", run, "--set", "training.batch_size=99").Refused("fewer than training.batch_size 99");
        Assert.That(RunFiles.Digests(run), Is.EqualTo(before));
    }

    [Test]
    public void A_finished_run_has_nothing_to_go_on_with()
    {
        var run = Copy();
        work.Run("train", "--resume", "--out", run).Succeeded();
        RunFiles.AreEqual(run, work.Join("runs", "tiny"));
    }

    [Test]
    public void A_resume_that_trains_keeps_when_the_run_began_and_one_that_trains_nothing_the_whole_record()
    {
        string[] length = ["--set", "training.decay_epochs=0", "--set", "training.steps=null"];
        work.Train(["--out", "timed", .. length, "--set", "training.epochs=1"]).Succeeded();
        var path = work.Join("timed", "provenance.json");
        var before = Record(path);
        var state = JsonNode.Parse(File.ReadAllText(path))!;
        state["trained_seconds"] = 1000;
        File.WriteAllText(path, state.ToJsonString());
        work.Run("train", "--resume", "--out", "timed", "--set", "training.epochs=2").Succeeded();
        var after = Record(path);
        Assert.That(after.GetProperty("started").GetDateTime(), Is.EqualTo(before.GetProperty("started").GetDateTime()));
        Assert.That(after.GetProperty("ended").GetDateTime(), Is.GreaterThan(before.GetProperty("ended").GetDateTime()));
        Assert.That(after.GetProperty("trained_seconds").GetDouble(), Is.GreaterThan(1000), "added up");

        var whole = File.ReadAllBytes(path);
        work.Run("train", "--resume", "--out", "timed").Succeeded();
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(whole));

        static JsonElement Record(string path) => JsonDocument.Parse(File.ReadAllText(path)).RootElement;
    }

    [Test]
    public void A_finished_run_writes_lost_and_damaged_weights_again()
    {
        var run = Copy();
        var weights = work.Join(run, "weights", "generator.safetensors");
        var before = File.ReadAllBytes(weights);
        File.Delete(weights);
        work.Run("train", "--resume", "--out", run).Succeeded();
        Assert.That(File.ReadAllBytes(weights), Is.EqualTo(before));
        File.WriteAllBytes(weights, [.. before[..^1], (byte)(before[^1] ^ 1)]);
        work.Run("train", "--resume", "--out", run).Succeeded();
        Assert.That(File.ReadAllBytes(weights), Is.EqualTo(before));
    }

    [TestCase(null, 1)]
    [TestCase(1, 1)]
    [TestCase(2, 2)]
    public void A_run_keeps_the_groups_that_it_began_with_and_one_of_an_earlier_version_goes_site_by_site(int? stored, int kept)
    {
        string[] length = ["--set", "training.decay_epochs=0", "--set", "training.steps=null", "--set", "training.epochs=1"];
        var run = $"groups-{stored}";
        work.Train(["--out", run, .. length]).Succeeded();
        var path = work.Join(run, "checkpoints", "last", "state.json");
        var state = StateFile.Read(path);
        Assert.That(state.SitesPerGroup, Is.EqualTo(2));
        StateFile.Write(path, state with { SitesPerGroup = stored });
        work.Run("train", "--resume", "--out", run, "--set", "training.epochs=2").Succeeded();
        Assert.That(StateFile.Read(path).SitesPerGroup, Is.EqualTo(kept));
    }

    [Test]
    public void A_checkpoint_beyond_the_training_is_refused()
    {
        work.Train("--out", "beyond").Succeeded();
        var path = work.Join("beyond", "checkpoints", "last", "state.json");
        StateFile.Write(path, StateFile.Read(path) with { Step = 1_000_000 });
        work.Run("train", "--resume", "--out", "beyond").Refused("stands at step 1000000", "steps");
    }

    [Test]
    public void Where_there_is_no_run_none_is_resumed()
    {
        work.Run("train", "--resume", "--out", "nowhere").Refused("There is no run to resume in", "nowhere", "without --resume");
        Assert.That(Directory.Exists(work.Join("nowhere")), Is.False);
    }

    [Test]
    public void A_run_without_a_checkpoint_is_not_resumed()
    {
        var run = Copy();
        Directory.Delete(Path.Combine(run, "checkpoints"), recursive: true);
        work.Run("train", "--resume", "--out", run).Refused("before its first checkpoint", "--overwrite");
    }

    [Test]
    public void Changed_keys_are_shown_with_both_values()
    {
        work.Run("train", "--resume", "--out", "runs/tiny", "--set", "generator.filters=3", "--set", "loss.gan=hinge").Refused(
            "cannot go on with another configuration", "generator.filters: 2 in the run, 3 now", "loss.gan: vanilla in the run, hinge now", "--out");
    }

    [Test]
    public void What_could_not_go_on_has_no_plan()
    {
        work.Train("--resume", "--dry-run", "--set", "generator.filters=3").Refused("cannot go on with another configuration", "generator.filters: 2 in the run, 3 now");
        work.Train("--resume", "--dry-run", "--out", "nowhere").Refused("There is no run to resume");
        var run = Copy();
        var before = RunFiles.Digests(run);
        work.Train("--resume", "--dry-run", "--out", run).Succeeded();
        Assert.That(RunFiles.Digests(run), Is.EqualTo(before));
    }

    [TestCase("centre.safetensors")]
    [TestCase("site-site-2.safetensors")]
    public void A_truncated_file_of_a_checkpoint_is_named(string name)
    {
        var file = Path.Combine(Copy(), "checkpoints", "last", name);
        var whole = File.ReadAllBytes(file);
        File.WriteAllBytes(file, whole[..(whole.Length - 100)]);
        Resume(file).Refused(name, "Bring the whole checkpoint back");
    }

    [Test]
    public void A_damaged_configuration_of_a_checkpoint_is_no_invitation_to_write_one()
    {
        var file = Path.Combine(Copy(), "checkpoints", "last", "config.yaml");
        File.WriteAllText(file, "");
        Resume(file).Refused("config.yaml", "Bring the whole checkpoint back");
    }

    [Test]
    public void A_missing_site_of_a_checkpoint_is_named()
    {
        var file = Path.Combine(Copy(), "checkpoints", "last", "site-site-1.safetensors");
        File.Delete(file);
        Resume(file).Refused("site-site-1.safetensors", "cannot be read");
    }

    [TestCase("garbage")]
    [TestCase("")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("""{ "format": 2, "step": 1, "steps_per_epoch": 1, "device": "cpu", "threads": 1, "convolutions": "", "data": "", "communication": [] }""")]
    [TestCase("""{ "format": 1, "step": -1, "steps_per_epoch": 1, "device": "cpu", "threads": 1, "convolutions": "", "data": "", "communication": [] }""")]
    public void A_damaged_state_is_named(string text)
    {
        var file = Path.Combine(Copy(), "checkpoints", "last", "state.json");
        File.WriteAllText(file, text);
        Resume(file).Refused("state.json", "--overwrite");
    }

    [Test]
    public void A_checkpoint_of_other_networks_does_not_fit()
    {
        work.Train("--out", "wider", "--set", "generator.filters=3").Succeeded();
        var file = Path.Combine(Copy(), "checkpoints", "last", "centre.safetensors");
        File.Copy(work.Join("wider", "checkpoints", "last", "centre.safetensors"), file, overwrite: true);
        Resume(file).Refused("centre.safetensors does not fit the network", "has the shape");
    }

    [TestCase("losses.csv")]
    [TestCase("copying.csv")]
    public void A_table_shorter_than_at_the_checkpoint_is_refused_and_may_be_deleted(string name)
    {
        var run = Copy();
        var file = Path.Combine(run, name);
        File.WriteAllLines(file, File.ReadAllLines(file).SkipLast(1));
        var before = RunFiles.Digests(run);
        string[] resume = ["train", "--resume", "--out", run, "--set", "training.steps=4"];
        work.Run(resume).Refused(name, "rows that it had at the checkpoint, after step 2", "delete it");
        Assert.That(RunFiles.Digests(run), Is.EqualTo(before));
        File.Delete(file);
        Assert.That(work.Run(resume).Succeeded().Output, Does.Contain($"{name} is not there; it begins again after step 2"));
    }

    [Test]
    public void Changed_data_are_refused()
    {
        foreach (var patient in new[] { "1", "2", "3", "4" })
        {
            work.AddPatient("mri", $"TCGA_CS_000{patient}_19960909");
        }

        work.TrainOnMri("mri", "--out", "on-mri").Succeeded();
        var before = RunFiles.Digests(work.Join("on-mri"));
        WorkFolder.Save(work.Slice("mri", WorkFolder.Patient, 1), WorkFolder.Disc(3, 7, 101));
        work.Run("train", "--resume", "--out", "on-mri").Refused("The data are not those", "on-mri");
        work.TrainOnMri("mri", "--out", "on-mri", "--resume", "--dry-run").Refused("The data are not those", "on-mri");
        Assert.That(RunFiles.Digests(work.Join("on-mri")), Is.EqualTo(before));
    }

    private AsyndganProcess.Result Resume(string file) =>
        work.Run("train", "--resume", "--out", Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..")));

    /// <summary>A copy of the run, to be damaged.</summary>
    private string Copy()
    {
        var copy = work.Join(Guid.NewGuid().ToString("N"));
        RunFiles.Copy(work.Join("runs", "tiny"), copy);
        return copy;
    }
}
