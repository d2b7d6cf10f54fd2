using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Comparison;

/// <summary>Untrained generators of patches with conditions that name their site, of a comparison without the site D, which has the only test patient.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MaskCheckTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RecordingDisplay display = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void A_run_that_cannot_be_checked_is_told_and_takes_no_other_runs_sentence_away()
    {
        var experiment = Configuration();
        using var data = Dataset.Load(experiment, CPU, everySlice: true);
        using var generator = Simulation.NewGenerator(experiment, data);
        using var network = SegmentationTrainer.NewNetwork(experiment.Segmentation, data.ImageChannels, seed: 1);
        var replicate = new Replicate(experiment, new Dictionary<string, IReadOnlyList<GivenSet>>
        {
            ["Damaged"] = [Run("damaged", experiment)],
            ["Alone"] = [Run("alone", experiment with { Sites = new SiteOptions { Mode = SiteMode.Single, Only = "A", InCondition = true } })],
            ["Whole"] = [Run("whole", experiment)],
        });
        replicate = replicate with { Names = replicate.Sets.Values.SelectMany(sets => sets).ToDictionary(set => set, set => set.Given) };
        var study = StudyFolder.Open(folder.Join("study"), experiment, overwrite: false);
        study.Begin(display);
        var training = new TrainedRow("Real-All", "split 7, seed 1", 7, 1, 4, null, 0, null);
        new SegmentationModel(network, experiment, data.ImageChannels, data.Fingerprint).Save(study.Network(training));

        var measures = new DrawingMeasures(study, DataPart.Test, CPU, display, CancellationToken.None);
        measures.Add(replicate, [], [training], data, network: null);
        Assert.That(measures.Shown.Select(one => (one.Label, one.Masks > 0)), Is.EqualTo(new[] { ("Whole", true) }));
        Assert.That(measures.Notes.Single(), Does.StartWith("not measured: whether drawings of Damaged show their masks. ").And.Contain("generator.safetensors"));
        Assert.That(display.Lines, Has.One.StartsWith("whether drawings of Alone show their masks is not checked: conditions name other sites in ").And.EndsWith("alone' (3 sites) than here (2)"));

        GivenSet Run(string name, Experiment own)
        {
            folder.Write($"{name}/config.yaml", ExperimentWriter.Write(own));
            SplitFile.Write(folder.Join(name, "split.csv"), data.Split);
            var weights = folder.Write($"{name}/weights/generator.safetensors", "damaged");
            if (name != "damaged")
            {
                WeightFile.Save(generator, weights);
            }

            return new GivenSet(name, folder.Join(name, "synthetic"), folder.Join(name));
        }
    }

    private Experiment Configuration()
    {
        var rows = new List<string> { "site,patient,part,image,mask" };
        foreach (var (site, part) in new[] { ("A", "train"), ("A", "validation"), ("B", "train"), ("B", "validation"), ("D", "test") })
        {
            var name = $"{site}-{part}";
            PngFile.Write(Picture((y, x) => 20 + (7 * y + 3 * x + 40 * rows.Count) % 200), folder.Join($"{name}.png"));
            PngFile.Write(Picture((y, x) => y is > 2 and < 12 && x > 3 + rows.Count && x < 14 ? 255 : 0), folder.Join($"{name}-mask.png"));
            rows.Add($"{site},{name},{part},{name}.png,{name}-mask.png");
        }

        File.WriteAllLines(folder.Join("m.csv"), rows);
        return new Experiment
        {
            Data = new DataOptions
            {
                Source = DataSource.Manifest,
                Root = folder.Join("m.csv"),
                ImageSize = 16,
                MinMaskPixels = 1,
                Conditions = [ConditionChannel.Tumour],
                Patch = new PatchOptions { Size = 16 },
            },
            Sites = new SiteOptions { Without = ["D"], InCondition = true },
            Generator = new GeneratorOptions { Blocks = 1, Filters = 2 },
            Discriminator = new DiscriminatorOptions { Layers = 1 },
            Training = new TrainingOptions { BatchSize = 1 },
            Segmentation = new SegmentationOptions { Filters = 2, Depth = 2 },
        };
    }

    private static PixelArray Picture(Func<int, int, int> value) => new(32, 32, 1, 8, [.. Enumerable.Range(0, 1024).Select(i => (ushort)value(i / 32, i % 32))]);
}
