using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Training;

public class TrainingLoopTests
{
    /// <summary>Adam's second moments overflow float32 where the gradient's square does; the loss is large and finite.</summary>
    private static readonly Experiment Overflowing = new()
    {
        Data = new DataOptions { ImageSize = 16, MinMaskPixels = 0, Phantom = new PhantomOptions { Institutions = 2, Patients = 4, Slices = 2 } },
        Generator = new GeneratorOptions { Blocks = 1, Filters = 2 },
        Discriminator = new DiscriminatorOptions { Layers = 1, Filters = 2 },
        Loss = new LossOptions { LambdaL1 = 1e30 },
        Training = new TrainingOptions { Steps = 8 },
    };

    [TestCase(0, "There was no checkpoint yet.")]
    [TestCase(7, "The last good checkpoint, of step 7, stays.")]
    public void Networks_that_are_not_finite_are_neither_drawn_with_nor_saved(long first, string stays)
    {
        using var folder = new TemporaryFolder();
        using var data = Dataset.Load(Overflowing, CPU);
        var run = RunFolder.Create(folder.Join("run"), overwrite: false);
        run.Begin("");
        using var simulation = Simulation.Build(Overflowing, data, CPU, run);
        var loop = new TrainingLoop(Overflowing, simulation, run, new RunLog(run.Log, new RecordingDisplay()));
        Assert.That(
            () => loop.Run(first, _ => Assert.Fail("a checkpoint was written"), CancellationToken.None),
            Throws.TypeOf<UserException>().With.Message.Contains("the generator, in adam/").And.Message.EndsWith(stays));
        Assert.That(Directory.GetFiles(run.Root, "*", SearchOption.AllDirectories).Select(Path.GetFileName), Is.SubsetOf(new[] { "config.yaml", "losses.csv" }));
    }

    [Test]
    public void An_epoch_after_which_nothing_is_drawn_saved_or_logged_waits_for_nothing()
    {
        using var folder = new TemporaryFolder();
        var experiment = Overflowing with { Training = new TrainingOptions { Steps = 8, LogEvery = 100, SamplesEvery = 100, CheckpointEvery = 100 } };
        using var data = Dataset.Load(experiment, CPU);
        var run = RunFolder.Create(folder.Join("run"), overwrite: false);
        run.Begin("");
        using var simulation = Simulation.Build(experiment, data, CPU, run);
        Assert.That(simulation.Schedule.StepsPerEpoch, Is.LessThan(8));
        var loop = new TrainingLoop(experiment, simulation, run, new RunLog(run.Log, new RecordingDisplay()));
        Assert.That(() => loop.Run(0, _ => Assert.Fail("a checkpoint was written"), CancellationToken.None), Throws.TypeOf<UserException>().With.Message.StartsWith("Step 8: values of the generator"));
    }

    [TestCase(true, ConditionChannel.Head, ConditionChannel.Outline)]
    [TestCase(false, ConditionChannel.Head, ConditionChannel.Tumour)]
    public void Conditions_of_which_nothing_can_be_drawn_are_trained_on_with_a_warning(bool warned, params ConditionChannel[] conditions)
    {
        using var folder = new TemporaryFolder();
        var display = new RecordingDisplay();
        var experiment = Overflowing with { Device = "cpu", Data = Overflowing.Data with { Conditions = conditions }, Loss = new LossOptions(), Training = new TrainingOptions { Steps = 1 } };
        using var run = TrainingRun.Start(experiment, folder.Join("run"), overwrite: false, display);
        Assert.That(run.Execute(CancellationToken.None).StepsDone, Is.EqualTo(1));
        Assert.That(display.Lines.Count(line => line == "warning: data.conditions is [head, outline], without tumour, classes or nuclei: no data set can be drawn from this run."), Is.EqualTo(warned ? 1 : 0));
    }

    [Test]
    public void A_key_of_the_sites_that_is_taken_away_meanwhile_is_not_asked_for_again()
    {
        using var folder = new TemporaryFolder();
        var key = folder.Write("site.key", "secret");
        var experiment = Overflowing with { Device = "cpu", Loss = new LossOptions(), Sites = new SiteOptions { KeyFile = key }, Training = new TrainingOptions { Steps = 2, LogEvery = 1 } };
        using (var run = TrainingRun.Start(experiment, folder.Join("run"), overwrite: false, new DeletingDisplay(key)))
        {
            Assert.That(run.Execute(CancellationToken.None).StepsDone, Is.EqualTo(2));
        }

        Assert.That(File.Exists(key), Is.False);
        folder.Write("site.key", "secret");
        Assert.That(Checkpoint.ReadState(RunFolder.At(folder.Join("run"))).SiteKey, Is.EqualTo(SiteKey.Of(experiment).Digest));
    }

    [Test]
    public void Events_that_cannot_be_written_are_a_warning_and_the_training_goes_on()
    {
        using var folder = new TemporaryFolder();
        var experiment = Overflowing with { Loss = new LossOptions(), Training = new TrainingOptions { Steps = 3, LogEvery = 1 } };
        using var data = Dataset.Load(experiment, CPU);
        var run = RunFolder.Create(folder.Join("run"), overwrite: false);
        run.Begin("");
        using var simulation = Simulation.Build(experiment, data, CPU, run);
        var (display, saved) = (new BlockingDisplay(run.Root), new List<long>());
        var done = new TrainingLoop(experiment, simulation, run, new RunLog(run.Log, display)).Run(0, saved.Add, CancellationToken.None);
        Assert.That((done, saved.ToArray()), Is.EqualTo((3, new long[] { 3 })));
        Assert.That(display.Warnings.Single(), Does.Contain("events.out.tfevents").And.EndsWith("The run goes on without TensorBoard's events."));
        Assert.That(File.ReadLines(run.Losses).Count(), Is.EqualTo(1 + 3 * simulation.Sites.Count), "and no loss is missing");
    }

    [Test]
    public void A_picture_that_somebody_put_among_the_sheets_is_none_and_the_training_goes_on()
    {
        using var folder = new TemporaryFolder();
        var experiment = Overflowing with { Loss = new LossOptions(), Training = new TrainingOptions { Steps = 1 } };
        using var data = Dataset.Load(experiment, CPU);
        var run = RunFolder.Create(folder.Join("run"), overwrite: false);
        run.Begin("");
        var samples = Path.Combine(run.Root, "samples");
        File.WriteAllBytes(Path.Combine(samples, "epoch-0001-note.png"), []);
        using var simulation = Simulation.Build(experiment, data, CPU, run);
        var (display, saved) = (new RecordingDisplay(), new List<long>());
        new TrainingLoop(experiment, simulation, run, new RunLog(run.Log, display)).Run(0, saved.Add, CancellationToken.None);
        Assert.That(saved, Is.EqualTo(new long[] { 1 }));
        Assert.That(display.Lines, Is.Empty);
        var sheets = Directory.GetFiles(samples, "epoch-0001-*.png").Select(File.ReadAllBytes).Where(bytes => bytes.Length > 0);
        Assert.That(EventFile.ReadRun(run.Root).Select(entry => entry.Png).OfType<byte[]>().Select(Convert.ToHexString), Is.EquivalentTo(sheets.Select(Convert.ToHexString)).And.Not.Empty);
    }

    [Test]
    public void Events_of_an_earlier_process_that_cannot_be_cut_are_a_warning_where_events_are_wanted([Values] bool wanted)
    {
        using var folder = new TemporaryFolder();
        var experiment = Overflowing with { Loss = new LossOptions(), Training = new TrainingOptions { Steps = 2, Tensorboard = wanted } };
        using var data = Dataset.Load(experiment, CPU);
        var run = RunFolder.Create(folder.Join("run"), overwrite: false);
        run.Begin("");
        var earlier = Path.Combine(run.Root, "events.out.tfevents.1");
        using (var stream = File.Create(earlier))
        {
            // The second record is no message.
            EventRecord.Write(stream, []);
            EventRecord.Write(stream, [255]);
        }

        var before = File.ReadAllBytes(earlier);
        using var simulation = Simulation.Build(experiment, data, CPU, run);
        var display = new RecordingDisplay();
        var done = new TrainingLoop(experiment, simulation, run, new RunLog(run.Log, display)).Run(1, _ => { }, CancellationToken.None);
        Assert.That(done, Is.EqualTo(2));
        Assert.That(display.Lines.Count(line => line.Contains(earlier) && line.EndsWith("The run goes on without TensorBoard's events.")), Is.EqualTo(wanted ? 1 : 0));
        Assert.That(Directory.GetFiles(run.Root, "events.*"), Is.EqualTo(new[] { earlier }));
        Assert.That(File.ReadAllBytes(earlier), Is.EqualTo(before));
    }

    [Test]
    public void A_loss_that_was_not_finite_in_between_is_named_before_anything_is_saved()
    {
        using var folder = new TemporaryFolder();
        var experiment = Overflowing with { Loss = new LossOptions { LambdaL1 = 1e39 }, Training = new TrainingOptions { Steps = 8, LogEvery = 3 } };
        using var data = Dataset.Load(experiment, CPU);
        var run = RunFolder.Create(folder.Join("run"), overwrite: false);
        run.Begin("");
        using var simulation = Simulation.Build(experiment, data, CPU, run);
        var loop = new TrainingLoop(experiment, simulation, run, new RunLog(run.Log, new RecordingDisplay()));
        Assert.That(
            () => loop.Run(0, _ => Assert.Fail("a checkpoint was written"), CancellationToken.None),
            Throws.TypeOf<UserException>().With.Message.StartsWith("Step 1: the loss term 'Reconstruction' of site '")
                .And.Message.EndsWith("is Infinity. There was no checkpoint yet.")
                .And.Property(nameof(UserException.Hint)).Contains("the loss's weights and scales (loss.lambda_*, loss.*_scale)"));
        Assert.That(File.Exists(run.Losses), Is.False);
    }

    /// <summary>Puts a folder where the events' file is, as soon as there is one.</summary>
    private sealed class BlockingDisplay(string run) : IRunDisplay
    {
        public List<string> Warnings { get; } = [];

        public void Say(string line)
        {
        }

        public void Warn(string line) => Warnings.Add(line);

        public void Advance(string work, long done, long total)
        {
        }

        public void Show(TrainingStatus status)
        {
            foreach (var file in Directory.GetFiles(run, "events.*"))
            {
                File.Delete(file);
                Directory.CreateDirectory(file);
            }
        }
    }

    /// <summary>Deletes a file as soon as a step is shown.</summary>
    private sealed class DeletingDisplay(string path) : IRunDisplay
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

        public void Show(TrainingStatus status) => File.Delete(path);
    }
}
