using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Cli;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Synthesis;

[NonParallelizable]
public class SynthesiserTests
{
    private static readonly Experiment experiment = new()
    {
        Name = "norms",
        Device = "cpu",
        Data = new DataOptions { ImageSize = 16, MinMaskPixels = 1, Phantom = new PhantomOptions { Institutions = 2, Patients = 4, Slices = 2 } },
        Generator = new GeneratorOptions { Blocks = 1, Filters = 2, Norm = Norm.Batch },
        Discriminator = new DiscriminatorOptions { Layers = 1, Filters = 2 },
    };

    private TemporaryFolder folder = null!;

    [SetUp]
    public void SaveWeights()
    {
        folder = new TemporaryFolder();
        using var data = Dataset.Load(experiment, CPU);
        using var generator = Simulation.NewGenerator(experiment, data);
        WeightFile.Save(generator, folder.Join("generator.safetensors"));
    }

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void A_stop_while_statistics_are_recomputed_leaves_a_set_to_go_on_with()
    {
        using var whole = new StoppingDisplay(after: int.MaxValue);
        Assert.That(Execute("whole", whole).Finished, Is.True);
        using var stopping = new StoppingDisplay(after: 2);
        var stopped = Execute("stopped", stopping);
        Assert.That((stopped.Finished, stopped.Images), Is.EqualTo((false, 0)));
        Assert.That(stopping.ConditionsSeen, Is.EqualTo(2));
        using var resumed = new StoppingDisplay(after: int.MaxValue);
        Assert.That(Execute("stopped", resumed, resume: true).Finished, Is.True);
        Assert.That(resumed.ConditionsSeen, Is.EqualTo(whole.ConditionsSeen).And.GreaterThan(2));
        RunFiles.AreEqual(folder.Join("stopped"), folder.Join("whole"));
    }

    [Test]
    public void A_set_that_goes_on_within_a_batch_is_equal_to_the_bit()
    {
        using var whole = new StoppingDisplay(after: int.MaxValue);
        var images = Execute("whole", whole).Images;
        Assert.That(images, Is.GreaterThan(9), "more than one batch");
        for (var rows = 0; rows < images; rows++)
        {
            var name = $"rows-{rows}";
            RunFiles.Copy(folder.Join("whole"), folder.Join(name));
            var manifest = folder.Join(name, "manifest.csv");
            File.WriteAllLines(manifest, File.ReadLines(manifest).Take(1 + rows).ToArray());

            // What a kill left behind without a row.
            var left = Directory.GetFiles(folder.Join(name, "images")).Order(StringComparer.Ordinal).Skip(rows).ToArray();
            File.WriteAllText(left[0], "another image");
            File.WriteAllText(left[0] + ".writing", "the half of one");
            Array.ForEach(left[1..], File.Delete);
            using var again = new StoppingDisplay(after: int.MaxValue);
            Assert.That(Execute(name, again, resume: true).Finished, Is.True);
            RunFiles.AreEqual(folder.Join(name), folder.Join("whole"));
        }
    }

    [Test]
    public void A_set_does_not_depend_on_how_many_threads_draw_it()
    {
        var before = get_num_threads();
        try
        {
            foreach (var threads in new[] { 1, 2, 4 })
            {
                set_num_threads(threads);
                using var display = new StoppingDisplay(after: int.MaxValue);
                Assert.That(Execute($"{threads}", display).Finished);
                foreach (var part in new[] { "images", "masks", "manifest.csv" })
                {
                    Assert.That(Files(threads, part), Is.EqualTo(Files(1, part)), part);
                }
            }
        }
        finally
        {
            set_num_threads(before);
        }

        string[] Files(int threads, string part) => part == "manifest.csv"
            ? File.ReadAllLines(folder.Join($"{threads}", part))
            : RunFiles.Digests(folder.Join($"{threads}", part));
    }

    [TestCase(2)]
    [TestCase(3)]
    public void A_set_whose_manifest_lost_rows_or_has_them_twice_is_not_gone_on_with(int line)
    {
        using var display = new StoppingDisplay(after: int.MaxValue);
        Assert.That(Execute("gap", display).Images, Is.GreaterThan(3));
        var manifest = folder.Join("gap", "manifest.csv");
        var rows = File.ReadAllLines(manifest);
        foreach (var damaged in new[] { rows.Where((_, i) => i != line - 1), [.. rows[..line], .. rows[(line - 1)..]] })
        {
            File.WriteAllText(manifest, string.Concat(damaged.Select(row => row + "\n")));
            using var again = new StoppingDisplay(after: int.MaxValue);
            Assert.That(() => Execute("gap", again, resume: true), Throws.TypeOf<UserException>().With.Message.Contains("manifest.csv is damaged"));
        }
    }

    [Test]
    public void A_set_of_placed_tumours_says_so_in_its_card_and_by_how_much_in_its_manifest()
    {
        using var display = new StoppingDisplay(after: int.MaxValue);
        var placing = experiment with { Synthesis = new SynthesisOptions { Placement = TumourPlacement.SiteTumours } };
        Assert.That(Execute("kept", display).Finished && Execute("placed", display, of: placing).Finished);
        Assert.That(File.ReadLines(folder.Join("kept", "manifest.csv")).First(), Does.EndWith(",mixed,deformed"));
        Assert.That(File.ReadAllText(folder.Join("kept", "card.md")), Does.Not.Contain("placement"));
        Assert.That(File.ReadAllText(folder.Join("placed", "card.md")), Does.Contain("(synthesis.placement: site-tumours), at least nine tenths of each within the head"));
        var rows = File.ReadAllLines(folder.Join("placed", "manifest.csv"));
        Assert.That(rows[0], Does.EndWith(",mixed,deformed,moved_down,moved_across"));
        Assert.That(rows[1..].Where(row => !row.EndsWith(",false,0,0", StringComparison.Ordinal)), Is.Not.Empty.And.All.Contains(",true,false,"), "mixed ones alone are moved");

        File.WriteAllLines(folder.Join("placed", "manifest.csv"), rows[..3]);
        Assert.That(Execute("placed", display, resume: true, of: placing).Finished);
        Assert.That(File.ReadAllLines(folder.Join("placed", "manifest.csv")), Is.EqualTo(rows));
    }

    [Test]
    public void Synthesis_builds_no_discriminator()
    {
        var unfit = experiment with { Discriminator = experiment.Discriminator with { Filters = -1 } };
        using var data = Dataset.Load(experiment, CPU);
        Assert.That(() => Simulation.Build(unfit, data, CPU, folder: null), Throws.Exception, "it cannot be built");
        using var display = new StoppingDisplay(after: int.MaxValue);
        Assert.That(Execute("unfit", display, of: unfit).Finished);
    }

    [Test]
    public void A_site_without_a_discriminator_lists_its_conditions_and_answers_nothing()
    {
        using var scope = NewDisposeScope();
        using var data = Dataset.Load(experiment, CPU);
        using var simulation = Simulation.Build(experiment, data, CPU, folder: null);
        var sites = Simulation.ListingSites(experiment, data, new Ledger());
        foreach (var (site, learning) in sites.Zip(simulation.Sites))
        {
            var (listed, expected) = (site.Enumerate(DataPart.Training, 0, 3), learning.Enumerate(DataPart.Training, 0, 3));
            Assert.That(listed.X.Equals(expected.X));
            Assert.That(listed.Ids, Is.EqualTo(expected.Ids));
            Assert.That(() => site.Answer(0, new Synthetic(0, zeros(1, 1, 16, 16), wantsCritique: true)), Throws.InvalidOperationException);
        }
    }

    private SynthesisOutcome Execute(string name, StoppingDisplay display, bool resume = false, Experiment? of = null) =>
        new Synthesiser(of ?? experiment, new RunOrigin(null, folder.Join("generator.safetensors"), "norms.yaml"), nnUnet: false, display)
            .Execute(folder.Join(name), resume, overwrite: false, display.Token);

    /// <summary>Asks to stop after some conditions of the statistics.</summary>
    private sealed class StoppingDisplay(int after) : IRunDisplay, IDisposable
    {
        private readonly CancellationTokenSource source = new();

        public CancellationToken Token => source.Token;

        public long ConditionsSeen { get; private set; }

        public void Advance(string work, long done, long total)
        {
            if (work.StartsWith("batch norm", StringComparison.Ordinal))
            {
                ConditionsSeen = done;
                if (done >= after)
                {
                    source.Cancel();
                }
            }
        }

        public void Say(string line)
        {
        }

        public void Warn(string line)
        {
        }

        public void Show(TrainingStatus status)
        {
        }

        public void Dispose() => source.Dispose();
    }
}
