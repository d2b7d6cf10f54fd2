using System.Text.Json.Nodes;
using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Cli;
using AsynDGAN.Tests.Runs;

namespace AsynDGAN.Tests.Training;

/// <summary>What becomes of a run whose files or length are changed by others.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TrainingRunTests : IDisposable
{
    private static readonly Experiment OfTwoSteps = new()
    {
        Name = "of-two-steps",
        Device = "cpu",
        Data = new DataOptions { ImageSize = 16, MinMaskPixels = 1, ValidationFraction = 0.25, Phantom = new PhantomOptions { Institutions = 2, Patients = 4, Slices = 2 } },
        Generator = new GeneratorOptions { Blocks = 1, Filters = 2 },
        Discriminator = new DiscriminatorOptions { Layers = 1, Filters = 2 },
        Training = new TrainingOptions { Steps = 2, LogEvery = 1 },
    };

    private readonly TemporaryFolder folder = new();
    private readonly RecordingDisplay display = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void A_checkpoint_keeps_the_configuration_and_the_split_that_the_run_holds_whatever_becomes_of_their_files()
    {
        var (run, untouched) = (RunFolder.At(folder.Join("run")), Trained("untouched"));
        Train(run.Root, OfTwoSteps, new MeddlingDisplay(() =>
        {
            File.WriteAllText(run.Configuration, File.ReadAllText(run.Configuration).Replace("lambda_l1: 100", "lambda_l1: 7"));
            File.Delete(run.Split);
        }));
        Assert.That(File.ReadAllText(run.Configuration), Does.Contain("lambda_l1: 7"));
        RunFiles.AreEqual(run.LastCheckpoint, untouched.LastCheckpoint);
        Assert.That(() => Resume(run), Throws.TypeOf<UserException>().With.Message.Contains("cannot go on with another configuration").And.Message.Contains("loss.lambda_l1: 100 in the run, 7 now"));
    }

    [Test]
    public void A_run_that_is_shortened_to_what_is_done_ends_as_one_of_that_length([Values] bool killedAtThat)
    {
        var (run, ofThatLength) = (Stopped("run"), Trained("of-that-length"));
        RunFiles.Copy(run.LastCheckpoint, folder.Join("before"));
        Resume(run, "training.steps=2");
        if (killedAtThat)
        {
            Directory.Delete(run.LastCheckpoint, recursive: true);
            RunFiles.Copy(folder.Join("before"), run.LastCheckpoint);
            Resume(run);
        }

        RunFiles.AreEqual(run.Root, ofThatLength.Root);
        Assert.That(TrainingTime.Read(run).Ended, Is.Not.Null);
        Assert.That(JsonNode.Parse(File.ReadAllText(run.Provenance))!["configuration"]!.GetValue<string>(), Is.EqualTo(Digest.OfFile(run.Configuration)));
    }

    [Test]
    public void A_run_that_was_killed_behind_its_last_checkpoint_ends_when_it_is_resumed()
    {
        var run = Trained("run");
        var before = RunFiles.Digests(run.Root);
        var record = JsonNode.Parse(File.ReadAllText(run.Provenance))!;
        record["ended"] = null;
        File.WriteAllText(run.Provenance, record.ToJsonString());
        Assert.That(TrainingTime.Read(run).Ended, Is.Null);
        Resume(run);
        Assert.That(TrainingTime.Read(run).Ended, Is.Not.Null);
        Assert.That(RunFiles.Digests(run.Root), Is.EqualTo(before));
    }

    [Test]
    public void A_resume_that_trains_nothing_leaves_configuration_record_and_checkpoint_together_and_says_so()
    {
        var run = Trained("run");
        var (before, record) = (RunFiles.Digests(run.Root), File.ReadAllText(run.Provenance));
        Resume(run);
        Assert.That(display.Lines, Has.None.Contains("nothing is left to train"));
        Resume(run, "name=other", "training.log_every=5");
        Assert.That(display.Lines.Single(line => line.StartsWith("nothing is left to train: ")), Does.Contain("config.yaml stays as it is"));
        Assert.That(RunFiles.Digests(run.Root), Is.EqualTo(before));
        Assert.That(File.ReadAllText(run.Provenance), Is.EqualTo(record));
    }

    [TestCase(null, null, Description = "an earlier version recorded neither")]
    [TestCase("another", null)]
    [TestCase(null, "2.0.0")]
    public void A_run_that_goes_on_on_another_processor_or_libtorch_says_that_equality_ends(string? processor, string? libTorch)
    {
        var run = Trained("run");
        var state = Checkpoint.ReadState(run);
        Assert.That((state.Processor, state.LibTorch), Is.EqualTo((ProcessorKind.Text, ExternalLibTorch.Version)));
        StateFile.Write(Path.Combine(run.LastCheckpoint, "state.json"), state with { Processor = processor, LibTorch = libTorch });
        Resume(run);
        Assert.That(display.Lines, (processor ?? libTorch) is { } before ? Has.One.Match($"^warning: resuming on cpu .*, after cpu .*{before}.*: from here on ") : Has.None.Contains("resuming on"));
    }

    [Test]
    public void A_finished_runs_configuration_that_was_damaged_is_written_again()
    {
        var run = Trained("run");
        var before = File.ReadAllText(run.Configuration);
        File.WriteAllText(run.Configuration, "data: [");
        using (var resumed = TrainingRun.Resume(Checkpoint.ReadConfiguration(run) with { Name = "other" }, [], run.Root, display))
        {
            resumed.Execute(CancellationToken.None);
        }

        Assert.That(File.ReadAllText(run.Configuration), Is.EqualTo(before));
    }

    [Test]
    public void The_log_has_no_numbers_of_data_that_are_refused()
    {
        var run = Trained("run");
        var state = Checkpoint.ReadState(run);
        var others = new Dictionary<string, string>(state.Identity!) { [Identity.Data] = "others" };
        StateFile.Write(Path.Combine(run.LastCheckpoint, "state.json"), state with { Identity = others });
        Assert.That(() => Resume(run), Throws.TypeOf<UserException>().With.Message.StartsWith("The data are not those"));
        var lines = File.ReadAllLines(run.Log);
        Assert.That(lines.Count(line => line.Contains(" data: ")), Is.EqualTo(1));
        Assert.That(lines, Has.One.Contains("stopped: The data are not those"));
    }

    private RunFolder Trained(string name)
    {
        Train(folder.Join(name), OfTwoSteps, display);
        return RunFolder.At(folder.Join(name));
    }

    /// <summary>A run of more steps that was asked to stop, and did after the second.</summary>
    private RunFolder Stopped(string name)
    {
        using var stop = new CancellationTokenSource();
        var longer = OfTwoSteps with { Training = OfTwoSteps.Training with { Steps = 8 } };
        Assert.That(Train(folder.Join(name), longer, new MeddlingDisplay(stop.Cancel), stop.Token).StepsDone, Is.EqualTo(2));
        return RunFolder.At(folder.Join(name));
    }

    private static TrainingOutcome Train(string path, Experiment experiment, IRunDisplay display, CancellationToken stop = default)
    {
        using var run = TrainingRun.Start(experiment, path, overwrite: false, display);
        return run.Execute(stop);
    }

    private void Resume(RunFolder run, params string[] overrides)
    {
        using var resumed = TrainingRun.Resume(null, overrides, run.Root, display);
        Assert.That(resumed.Execute(CancellationToken.None).Finished, Is.True);
    }

    /// <summary>Does something to the run whenever a step is shown.</summary>
    private sealed class MeddlingDisplay(Action meddle) : IRunDisplay
    {
        public void Say(string line)
        {
        }

        public void Warn(string line)
        {
        }

        public void Advance(string work, long done, long total)
        {
        }

        public void Show(TrainingStatus status) => meddle();
    }
}
