using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AsynDGAN.Core.Csv;
using AsynDGAN.Tests.Runs;

namespace AsynDGAN.Tests.Cli;

/// <summary>A run with every use of randomness and every state that a network can have.</summary>
public class InterruptionTests
{
    private const int Steps = 60;

    private static readonly string stochastic = $$"""
        data:
          image_size: 16
          min_mask_pixels: 1
          validation_fraction: 0.25
          phantom: { institutions: 2, patients: 4, slices: 3 }
          augment: { flip: both, shift: 0.1, rotate: 10, scale: 0.1, load_size: 18 }
        generator: { blocks: 1, filters: 2, norm: batch, dropout: 0.3, noise_channels: 1, average: 0.9 }
        discriminator: { layers: 1, filters: 2, norm: batch, spectral_norm: true, augment: diff }
        training: { steps: {{Steps}}, batch_size: 2, discriminator_steps: 2, log_every: 1, checkpoint_every: 2, samples_every: 3 }

        """;

    private readonly WorkFolder work = new();

    [OneTimeSetUp]
    public void Train()
    {
        work.Write("stochastic.yaml", stochastic);
        work.Run([.. Arguments("whole")]).Succeeded();
    }

    [OneTimeTearDown]
    public void Remove() => work.Dispose();

    [TestCase(1)]
    [TestCase(5)]
    public void The_same_run_gives_the_same_files_whatever_the_number_of_reading_threads(int processors)
    {
        var run = $"on-{processors}";
        using var training = AsyndganProcess.Start(work.Root, Arguments(run), processors);
        training.Wait().Succeeded();
        RunFiles.AreEqual(work.Join(run), work.Join("whole"));
    }

    [Test]
    public void A_run_killed_again_and_again_ends_as_if_it_had_not_been()
    {
        var random = TestContext.CurrentContext.Random;
        var kills = 0;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var training = AsyndganProcess.Start(work.Root, attempt == 0 ? Arguments("killed") : Resume("killed"));
            var (before, pause) = (StepsDone("killed"), random.Next(0, 200));
            training.WaitUntil(() => training.HasEnded || StepsDone("killed") > before, "its next checkpoint");

            // A fast machine would do all the others meanwhile.
            var clock = Stopwatch.StartNew();
            training.WaitUntil(() => training.HasEnded || clock.ElapsedMilliseconds >= pause || StepsDone("killed") > Steps / 2, "a moment of its own");
            training.Kill();
            kills += StepsDone("killed") < Steps ? 1 : 0;
        }

        Assert.That(kills, Is.AtLeast(1), "every run ended before it was killed");
        work.Run(Resume("killed")).Succeeded();
        RunFiles.AreEqual(work.Join("killed"), work.Join("whole"));
        Assert.That(Events("killed"), Is.EqualTo(Events("whole")));
    }

    [Test]
    public void Losses_and_sheets_are_written_as_events_too()
    {
        var events = EventFile.ReadRun(work.Join("whole"));
        var rows = CsvTable.Read(work.Join("whole", "losses.csv"), ["step", "site", "adversarial"]);
        var sheets = Directory.GetFiles(work.Join("whole", "samples"), "*.png").Select(File.ReadAllBytes);
        Assert.Multiple(() =>
        {
            Assert.That(
                events.Where(entry => entry.Tag.StartsWith("adversarial/", StringComparison.Ordinal)).Select(entry => (entry.Step, entry.Tag, entry.Value)),
                Is.EqualTo(rows.Select(row => ((long)row.Int("step"), "adversarial/" + row.Fields["site"], (float?)float.Parse(row.Fields["adversarial"], CultureInfo.InvariantCulture)))));
            Assert.That(events.Select(entry => entry.Png).OfType<byte[]>().Select(Convert.ToHexString), Is.EquivalentTo(sheets.Select(Convert.ToHexString)));
        });
    }

    [TestCase("INT", 130)]
    [TestCase("USR1", 75)]
    [Platform("Linux,MacOsX")]
    public void A_run_stopped_by_a_signal_writes_a_checkpoint_and_ends_as_if_it_had_not_been(string signal, int exitCode)
    {
        var run = "stopped-" + signal;
        using var training = AsyndganProcess.Start(work.Root, [.. Arguments(run), "--checkpoint-signal", "usr1"]);
        training.WaitUntil(() => training.Output.Contains("training: "), "its first step");
        training.Signal(signal);
        var stopped = training.Wait();
        Assert.That(stopped.ExitCode, Is.EqualTo(exitCode), stopped.Error);
        Assert.That(stopped.Output, Does.Contain($" of {Steps}; nothing is lost.").And.Contain($"asyndgan train --resume --out {run}"));
        Assert.That(stopped.Output, Does.Contain($"Stopped after step {StepsDone(run)} of"));
        Assert.That(StepsDone(run), Is.InRange(1, Steps - 1));
        work.Run(Resume(run)).Succeeded();
        RunFiles.AreEqual(work.Join(run), work.Join("whole"));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_run_stopped_while_it_reads_the_data_leaves_nothing()
    {
        using var training = AsyndganProcess.Start(
            work.Root, [.. Arguments("reading"), "--set", "data.phantom={patients: 10000, slices: 10}", "--json", "reading.json"]);
        training.WaitUntil(() => training.Output.Contains("reading the data"), "its reading");

        // As timeout does, to the process and to its group.
        training.Signal("TERM", times: 2);
        var stopped = training.Wait();
        Assert.That(stopped.ExitCode, Is.EqualTo(75), stopped.Error);
        Assert.That(stopped.Output, Does.Contain("Stopped before training began").And.Contain("nothing to resume"));
        Assert.That(Directory.Exists(work.Join("reading")), Is.False);
        Assert.That(RecordFile.Read(work.Join("reading.json"), "train").GetProperty("steps_done").GetInt64(), Is.Zero);
    }

    /// <summary>What a run's events tell, but for where its processes began.</summary>
    private IEnumerable<(long Step, string Tag, float? Value, string Png)> Events(string run) => EventFile.ReadRun(work.Join(run))
        .Where(entry => entry.Value is not null || entry.Png is not null)
        .Select(entry => (entry.Step, entry.Tag, entry.Value, Convert.ToHexString(entry.Png ?? [])));

    private static string[] Arguments(string run) => ["train", "--config", "stochastic.yaml", "--out", run];

    private static string[] Resume(string run) => ["train", "--resume", "--out", run];

    /// <summary>The steps of a run's last checkpoint; none where there is none, or while it is replaced.</summary>
    private long StepsDone(string run)
    {
        try
        {
            using var state = JsonDocument.Parse(File.ReadAllText(work.Join(run, "checkpoints", "last", "state.json")));
            return state.RootElement.GetProperty("step").GetInt64();
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
