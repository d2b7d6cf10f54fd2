using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
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

    private SynthesisOutcome Execute(string name, StoppingDisplay display, bool resume = false) =>
        new Synthesiser(experiment, new RunOrigin(null, folder.Join("generator.safetensors"), "norms.yaml"), nnUnet: false, display)
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
