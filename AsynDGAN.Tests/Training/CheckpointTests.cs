using System.Text.Json.Nodes;
using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Training;

public class CheckpointTests
{
    private const string Centre = "centre.safetensors", Site = "site-site-1.safetensors", State = "state.json";

    private static readonly Experiment Tiny = new()
    {
        Data = new DataOptions { ImageSize = 16, MinMaskPixels = 0, Phantom = new PhantomOptions { Institutions = 2, Patients = 4, Slices = 2 } },
        Generator = new GeneratorOptions { Blocks = 1, Filters = 2 },
        Discriminator = new DiscriminatorOptions { Layers = 1, Filters = 2 },
        Training = new TrainingOptions { Epochs = 2, DecayEpochs = 1 },
    };

    private readonly TemporaryFolder folder = new();
    private Dataset data = null!;
    private RunFolder first = null!;
    private RunFolder second = null!;

    /// <summary>Two checkpoints of one run, a step apart.</summary>
    [OneTimeSetUp]
    public void Train()
    {
        data = Dataset.Load(Tiny, CPU);
        (first, second) = (Run("first"), Run("second"));
        using var simulation = Simulation.Build(Tiny, data, CPU, first);
        foreach (var (run, step) in new[] { (first, 0), (second, 1) })
        {
            simulation.Centre.Step(step).Dispose();
            Checkpoint.Save(run, simulation, new CheckpointState(StateFile.Format, step + 1, 10, "cpu", 1, "", "data", simulation.Ledger.Totals));
        }
    }

    [OneTimeTearDown]
    public void Remove()
    {
        data.Dispose();
        folder.Dispose();
    }

    [Test]
    public void A_checkpoint_that_was_written_is_read() => Assert.That(() => Load(first), Throws.Nothing);

    [Test]
    public void A_changed_byte_in_a_file_of_a_checkpoint_is_refused(
        [Values(Centre, Site, State, "config.yaml")] string name, [Values(0.1, 0.5, 0.9)] double where)
    {
        var run = Copy();
        var path = Path.Combine(run.LastCheckpoint, name);
        var bytes = File.ReadAllBytes(path);
        bytes[(int)(where * bytes.Length)] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.That(() => Load(run), Throws.TypeOf<UserException>().With.Message.Contains(name));
    }

    [Test]
    public void A_changed_byte_anywhere_in_the_state_is_refused([Values((byte)0x01, (byte)0x03, (byte)0x20)] byte flipped)
    {
        var path = Path.Combine(Copy().LastCheckpoint, State);
        var sound = File.ReadAllBytes(path);
        for (var i = 0; i < sound.Length; i++)
        {
            var changed = sound.ToArray();
            changed[i] ^= flipped;
            File.WriteAllBytes(path, changed);
            Assert.That(() => StateFile.Read(path), Throws.TypeOf<UserException>().With.Message.Contains(State), $"byte {i}: {(char)sound[i]}");
        }
    }

    [TestCase(Centre)]
    [TestCase(Site)]
    [TestCase(State)]
    [TestCase("config.yaml")]
    [Platform("Linux")]
    public void A_file_that_may_not_be_read_is_not_called_damaged(string name)
    {
        var run = Copy();
        Unprivileged.Without(UnixFileMode.UserRead, Path.Combine(run.LastCheckpoint, name), () => Assert.That(
            () => Load(run), Throws.TypeOf<UserException>().With.Message.Contains($"{name}").And.Message.Contains("cannot be read").And.Property(nameof(UserException.Hint)).EqualTo("Check its permissions.")));
    }

    [TestCase(Centre)]
    [TestCase(Site)]
    [TestCase(State)]
    public void Files_of_two_checkpoints_are_not_mixed(string foreign)
    {
        var run = Copy();
        File.Copy(Path.Combine(second.LastCheckpoint, foreign), Path.Combine(run.LastCheckpoint, foreign), overwrite: true);
        Assert.That(() => Load(run), Throws.TypeOf<UserException>().With.Message.Contains("is not of this checkpoint"));
    }

    [Test]
    public void A_state_without_checksums_is_read_as_far_as_it_goes()
    {
        var run = Copy();
        var path = Path.Combine(run.LastCheckpoint, State);
        var state = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        state["format"] = 1;
        state.Remove("files");
        state.Remove("sha256");
        File.WriteAllText(path, state.ToJsonString());
        Assert.That(Checkpoint.ReadState(run).Files, Is.Null);
        Assert.That(() => Load(run), Throws.Nothing);
    }

    [Test]
    public void A_checkpoint_that_a_kill_left_on_its_way_into_place_is_read_and_refuses_weights_of_another()
    {
        var run = Copy();
        var state = Checkpoint.ReadState(run);
        StateFile.Write(Path.Combine(run.LastCheckpoint, State), state with { Weights = new Dictionary<string, string> { [Path.GetFileName(run.GeneratorWeights)] = "another" } });
        Directory.Move(run.LastCheckpoint, run.LastCheckpoint + ".complete");
        Assert.That(() => Load(run), Throws.Nothing);
        Directory.CreateDirectory(Path.GetDirectoryName(run.GeneratorWeights)!);
        File.WriteAllText(run.GeneratorWeights, "weights");
        Assert.That(() => Checkpoint.RefuseOtherWeights(run, run.GeneratorWeights), Throws.TypeOf<UserException>().With.Message.Contains("is not what the run's last checkpoint saved"));
    }

    private RunFolder Run(string name)
    {
        var run = RunFolder.Create(folder.Join(name), overwrite: false);
        run.Begin(ExperimentWriter.Write(Tiny));
        return run;
    }

    private RunFolder Copy()
    {
        var copy = folder.Join(Guid.NewGuid().ToString("N"));
        Cli.RunFiles.Copy(first.Root, copy);
        return RunFolder.Open(copy);
    }

    private void Load(RunFolder run)
    {
        using var simulation = Simulation.Build(Tiny, data, CPU, run);
        Checkpoint.Load(run, simulation, Tiny.Training, Checkpoint.ReadState(run));
    }
}
