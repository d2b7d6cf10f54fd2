using System.Text.Json;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Synthesis;

/// <summary>Who drew a set, of one that is gone on with.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ResumedSetTests : IDisposable
{
    private static readonly Experiment images = new()
    {
        Name = "images",
        Device = "cpu",
        Data = new DataOptions { ImageSize = 16, MinMaskPixels = 1, Phantom = new PhantomOptions { Institutions = 2, Patients = 4, Slices = 2 } },
        Generator = new GeneratorOptions { Blocks = 1, Filters = 2, Norm = Norm.Batch },
        Discriminator = new DiscriminatorOptions { Layers = 1, Filters = 2 },
    };

    private static readonly Experiment points = ExperimentReader.Parse(
        """
        device: cpu
        data: { source: gaussian, gaussian: { samples: 60 } }
        generator: { network: mlp, layers: 1, filters: 4, norm: none, noise_channels: 1 }
        discriminator: { network: mlp, layers: 1, filters: 4, norm: none }
        loss: { gan: vanilla, reconstruction: none }
        """, "points.yaml", []);

    private readonly TemporaryFolder folder = new();
    private readonly int threads = get_num_threads();

    public void Dispose()
    {
        set_num_threads(threads);
        folder.Dispose();
    }

    [Test]
    public void Where_nothing_is_missing_it_stays_as_it_was_written_and_nothing_is_warned_of([Values] bool ofPoints)
    {
        var experiment = ofPoints ? points : images;
        set_num_threads(1);
        Draw(experiment);
        var before = Files();
        set_num_threads(2);
        Assert.That(Draw(experiment, resume: true), Is.Empty);
        Assert.That(Files(), Is.EqualTo(before));
    }

    [Test]
    public void Where_something_is_drawn_again_it_is_who_draws_it_and_the_set_was_begun_when_it_was([Values] bool ofPoints)
    {
        var experiment = ofPoints ? points : images;
        set_num_threads(1);
        Draw(experiment);
        var started = Provenance("started");
        if (ofPoints)
        {
            File.WriteAllLines(folder.Join("set", "samples.csv"), File.ReadAllLines(folder.Join("set", "samples.csv"))[..9]);
        }
        else
        {
            File.Delete(folder.Join("set", "images", "000003.png"));
        }

        set_num_threads(2);
        Assert.That(Draw(experiment, resume: true), Has.One.Contains("not equal bit for bit"));
        Assert.That((Provenance("started"), Provenance("threads")), Is.EqualTo((started, "2")));
        Assert.That(SetOrigin.Read(folder.Join("set"))!.Threads, Is.EqualTo(2));
    }

    private string Provenance(string key) => JsonDocument.Parse(File.ReadAllText(folder.Join("set", "provenance.json"))).RootElement.GetProperty(key).ToString();

    private string[] Files() => [.. new[] { "provenance.json", "synthesis.json", "config.yaml", "card.md", "manifest.csv", "samples.csv" }.Select(name => folder.Join("set", name)).Where(File.Exists).Select(File.ReadAllText)];

    /// <returns>What was warned of.</returns>
    private IReadOnlyList<string> Draw(Experiment experiment, bool resume = false)
    {
        var weights = folder.Join("generator.safetensors");
        if (!resume)
        {
            using var data = RunData.Load(experiment, CPU);
            using var generator = Simulation.NewGenerator(experiment, data);
            WeightFile.Save(generator, weights);
        }

        var (origin, display) = (new RunOrigin(null, weights, "set.yaml"), new RecordingDisplay());
        var outcome = experiment.Data.Source == DataSource.Gaussian
            ? new PointSynthesiser(experiment, origin, display).Execute(folder.Join("set"), resume, overwrite: false, default)
            : new Synthesiser(experiment, origin, nnUnet: false, display).Execute(folder.Join("set"), resume, overwrite: false, default);
        Assert.That(outcome.Finished);
        return [.. display.Lines.Where(line => line.StartsWith("warning: ", StringComparison.Ordinal))];
    }
}
