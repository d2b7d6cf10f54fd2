using AsynDGAN.Core;
using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Tests.Data.Sources;
using AsynDGAN.Tests.Imaging;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Comparison;

/// <summary>Networks as they were initialised, saved with what they tell of pictures in colour, volumes and nuclei.</summary>
public class ModelEvaluationTests
{
    private const string Header = "site,patient,image,mask\n", Seen = "training patients are among these", Unknown = "could not be checked", Changed = "in their place";

    private readonly TemporaryFolder folder = new();
    private readonly RecordingDisplay display = new();

    private Experiment experiment = new();
    private int evaluations;

    [OneTimeSetUp]
    public void Draw()
    {
        NativeRuntime.Prepare();
        var rows = (Training: new List<string>(), Fewer: new List<string>(), Others: new List<string>());
        foreach (var patient in new[] { 1, 2, 3, 4 })
        {
            for (var slice = 1; slice <= 4; slice++)
            {
                // The last slices have the largest heads.
                var radius = 3 + slice;
                PngFile.Write(Picture(3, (y, x, channel) => double.Hypot(y - 9.5, x - 9.5) < radius ? 40 + 20 * channel + 30 * patient + (7 * y + 3 * x * slice) % 17 : 0), folder.In($"{patient}-{slice}.png"));
                PngFile.Write(Picture(1, (y, x, _) => Math.Abs(y - 9) < 3 && Math.Abs(x - 9) < 3 ? 255 : 0), folder.In($"{patient}-{slice}-mask.png"));
                var row = $"A,p{patient},{patient}-{slice}.png,{patient}-{slice}-mask.png\n";
                (patient < 3 ? rows.Training : rows.Others).Add(row);
                if (patient < 3 && slice < 3)
                {
                    rows.Fewer.Add(row);
                }
            }
        }

        folder.Write("training.csv", Header + string.Concat(rows.Training));
        folder.Write("fewer.csv", Header + string.Concat(rows.Fewer));
        folder.Write("others.csv", Header + string.Concat(rows.Others));
        experiment = new Experiment
        {
            Name = "pictures",
            Data = new DataOptions { Source = DataSource.Manifest, Root = folder.Join("training.csv"), ImageSize = 16, MinMaskPixels = 1, Crop = CropMethod.Head, Channels = ["red"] },
            Discriminator = new DiscriminatorOptions { Layers = 1 },
            Segmentation = new SegmentationOptions { Filters = 2, Depth = 2 },
        };
        Save("pictures", experiment);
        Save("earlier", experiment with { Data = experiment.Data with { Crop = CropMethod.None } }, ofEarlierVersion: true);
    }

    [OneTimeTearDown]
    public void Remove() => folder.Dispose();

    [TestCase("training.csv")]
    [TestCase("fewer.csv")]
    [TestCase("fewer.csv", "data.crop=none")]
    [TestCase("fewer.csv", "data.channels=[blue]")]
    [TestCase("training.csv", "data.patch.size=16", "data.crop=none")]
    public void Training_pictures_are_known_whichever_slices_and_channels_are_taken_and_however_they_are_cut(string data, params string[] overrides) =>
        Assert.That(Evaluate("pictures", data, overrides), Has.Some.Contains(Seen).And.None.Contains(Unknown));

    [TestCase]
    [TestCase("data.crop=none")]
    [TestCase("data.channels=[blue]")]
    public void Other_patients_are_not_taken_for_training_patients(params string[] overrides) =>
        Assert.That(Evaluate("pictures", "others.csv", overrides), Has.None.Contains(Seen).And.None.Contains(Unknown));

    [Test]
    public void Cached_pictures_are_known_as_those_that_are_read()
    {
        var cache = $"data.cache={folder.Join("cache")}";
        Evaluate("pictures", "fewer.csv", cache);
        Assert.That(Directory.GetFiles(folder.Join("cache")), Is.Not.Empty);
        Assert.That(Evaluate("pictures", "fewer.csv", cache), Has.Some.Contains(Seen));
    }

    [TestCase("fewer.csv", Seen)]
    [TestCase("others.csv", null)]
    [TestCase("fewer.csv", Unknown, "data.crop=head")]
    [TestCase("fewer.csv", Unknown, "data.channels=[blue]")]
    public void A_network_of_an_earlier_version_knows_pictures_that_are_prepared_alike_and_says_where_they_are_not(string data, string? said, params string[] overrides)
    {
        var lines = Evaluate("earlier", data, overrides);
        Assert.That(new[] { Seen, Unknown }.Where(known => lines.Any(line => line.Contains(known, StringComparison.Ordinal))), Is.EqualTo(said is null ? [] : new[] { said }));
    }

    [Test]
    public void Volumes_are_known_however_they_are_cut_and_whichever_of_their_channels_are_taken()
    {
        foreach (var kind in new[] { "t1", "t2", "seg" })
        {
            var voxels = Enumerable.Range(0, 16 * 16 * 3).Select(i => (short)(double.Hypot(i % 16 - 8, i / 16 % 16 - 8) is var far && kind == "seg" ? far < 3 ? 1 : 0 : far < 6 ? 90 + i % (kind == "t1" ? 13 : 29) : 0));
            File.WriteAllBytes(folder.In($"volumes/p_{kind}.nii"), NiftiSample.Of(4, [.. voxels], [16, 16, 3]));
        }

        folder.Write("volumes/m.csv", Header + "A,p,p_t1.nii|p_t2.nii,p_seg.nii\n");
        Save("volumes", experiment with { Name = "volumes", Data = experiment.Data with { Root = folder.Join("volumes", "m.csv"), ChannelNames = ["t1", "t2"], Channels = ["t1", "t2"] } });
        folder.Write("volumes/others.csv", Header + "B,p,p_t1.nii|p_t2.nii,p_seg.nii\n");
        var lines = Evaluate("volumes", "volumes/others.csv", "data.crop=none", "data.channels=[t2,t1]");
        Assert.That(lines, Has.Some.Contains(Seen));
        Assert.That(lines, Has.Some.EqualTo("warning: the network was trained on images of [t1, t2], and takes [t2, t1] in their place, in this order (data.channels)."));
        Assert.That(Evaluate("volumes", "volumes/others.csv"), Has.None.Contains(Changed));
    }

    [Test]
    public void Other_channels_than_the_networks_are_warned_of()
    {
        Assert.That(Evaluate("pictures", "others.csv", "data.channels=[blue]"), Has.Some.Contains("images of [red], and takes [blue] in their place"));
        Assert.That(Evaluate("pictures", "others.csv"), Has.None.Contains(Changed));
    }

    [Test]
    public void What_is_lost_of_other_data_is_told_and_counted_below_the_table()
    {
        PngFile.Write(Picture(1, (y, x, _) => Math.Abs(y - 9) < 3 && Math.Abs(x - 9) < 3 ? 1 : x == 0 ? 3 : 0), folder.In("labels.png"));
        File.WriteAllBytes(folder.In("broken.png"), File.ReadAllBytes(folder.Join("4-1.png"))[..40]);
        folder.Write("labels.csv", Header + "A,p3,3-1.png,labels.png\nA,p4,broken.png,labels.png\n");
        var lines = Evaluate("pictures", "labels.csv", "data.mask_values=[1,2]", "data.on_error=skip");
        Assert.That(lines, Has.One.StartsWith("warning: no mask has 2, which data.mask_values lists"));
        Assert.That(lines, Has.One.StartsWith("warning: labels that data.mask_values does not list count as background"));
        Assert.That(lines, Has.One.StartsWith("left out: 1 ("));
        Assert.That(Table(), Does.Contain("labels.csv that can be used (1 is left out): 1 patients, 1 slices"));
        Evaluate("pictures", "others.csv");
        Assert.That(Table(), Does.Contain("others.csv: 2 patients, 8 slices"));

        string Table() => File.ReadAllText(folder.Join($"scored-{evaluations}", "table.md"));
    }

    [TestCase("segmentation.filters is the network's own, 2", "segmentation.filters=16")]
    [TestCase("segmentation.depth is the network's own, 2; segmentation.norm is the network's own, batch", "segmentation.depth=3", "segmentation.norm=instance")]
    [TestCase("segmentation.steps is the network's own, 600", "segmentation={steps: 30}")]
    public void Keys_that_made_the_network_are_its_own(string message, params string[] overrides) =>
        Assert.That(() => Evaluate("pictures", "others.csv", overrides), Throws.TypeOf<UserException>().With.Message.EqualTo(message).And.Property(nameof(UserException.Hint)).Contains("--set"));

    [Test]
    public void Objects_alone_of_a_network_that_tells_single_nuclei_are_scored_as_on_nuclei()
    {
        foreach (var picture in new[] { "a", "b" })
        {
            NucleiFolder.AddDsb(folder, picture);
            var labels = Enumerable.Range(0, NucleiFolder.Height * NucleiFolder.Width).Select(i => NucleiFolder.Number(i / NucleiFolder.Width, i % NucleiFolder.Width) > 0 ? (ushort)255 : (ushort)0);
            PngFile.Write(new PixelArray(NucleiFolder.Height, NucleiFolder.Width, 1, 8, [.. labels]), folder.Join($"{picture}-mask.png"));
        }

        folder.Write("nuclei.csv", Header + string.Concat(new[] { "a", "b" }.Select(picture => $"A,{picture},stage1_train/{picture}/images/{picture}.png,{picture}-mask.png\n")));
        Save("nuclei", new Experiment
        {
            Name = "nuclei",
            Data = new DataOptions
            {
                Source = DataSource.Dsb2018,
                Root = folder.Path,
                ImageSize = 32,
                MinMaskPixels = 1,
                Patch = new PatchOptions { Size = 32 },
                Normalise = new NormaliseOptions { By = NormaliseBy.Range },
                Conditions = [ConditionChannel.Nuclei],
            },
            Discriminator = experiment.Discriminator,
            Synthesis = new SynthesisOptions { Masks = NewMasks.Rearranged },
            Segmentation = new SegmentationOptions { Filters = 2, Depth = 2, Classes = SegmentationClasses.Ternary },
        });
        var refusal = Assert.Throws<UserException>(() => Evaluate("nuclei", "nuclei.csv"));
        Assert.That(refusal.Hint, Does.EndWith("score objects alone by --set segmentation.classes=merged."));
        Assert.That(Evaluate("nuclei", "nuclei.csv", "segmentation.classes=merged"), Has.Some.Contains(Seen));
        var alone = Scores();
        Evaluate("nuclei", "");
        Assert.That(alone, Is.EqualTo(Scores()));
        Assert.That(() => Evaluate("nuclei", "", "segmentation.classes=merged"), Throws.TypeOf<UserException>().With.Message.EqualTo("segmentation.classes is the network's own, ternary"));

        string[] Scores() => [.. CsvTable.Read(folder.Join($"scored-{evaluations}", "results.csv"), ["patient", "true_positives", "false_positives", "false_negatives"])
            .Select(row => $"{row.Fields["patient"]} {row.Fields["true_positives"]} {row.Fields["false_positives"]} {row.Fields["false_negatives"]}")];
    }

    [Test]
    public void A_network_of_every_source_can_be_scored_on_a_manifest()
    {
        // Points have no networks that segment.
        foreach (var path in Directory.GetFiles(Repository.At("configs"), "*.yaml").Where(path => Path.GetFileName(path) != "gaussian.yaml"))
        {
            var trained = ExperimentReader.Read(path, ["data.root=."]);
            trained = trained with { Data = trained.Data with { Cache = trained.Data.Source == DataSource.Phantom ? null : "cache" } };
            string[] overrides = trained.Segmentation.Classes == SegmentationClasses.Ternary ? ["segmentation.classes=merged"] : [];
            var scored = new ModelEvaluation("network.safetensors", folder.Join("others.csv"), overrides, display).Configure(trained);
            Assert.That((scored.Data.Source, scored.Data.Root), Is.EqualTo((DataSource.Manifest, folder.Join("others.csv"))), path);
        }
    }

    private IReadOnlyList<string> Evaluate(string network, string data, params string[] overrides)
    {
        display.Lines.Clear();
        new ModelEvaluation(folder.Join(network + ".safetensors"), folder.Join(data), ["device=cpu", .. overrides], display).Execute(folder.Join($"scored-{++evaluations}"), overwrite: false);
        return display.Lines;
    }

    /// <summary>Saves a network that has seen all training patients of its data.</summary>
    private void Save(string name, Experiment trained, bool ofEarlierVersion = false)
    {
        using var data = Dataset.LoadForEvaluation(trained, CPU);
        using var network = SegmentationTrainer.NewNetwork(trained.Segmentation, data.ImageChannels, seed: 1);
        var seen = data.Sites.SelectMany(site => ofEarlierVersion ? site.Test.Contents().OfType<string>() : site.Test.Decoded());
        new SegmentationModel(network, trained, data.ImageChannels, "another fingerprint")
        {
            TrainingImages = seen.ToHashSet(),
            KnowsPreparedImages = ofEarlierVersion,
            TakesVolumes = data.HoldsVolumes,
        }.Save(folder.Join(name + ".safetensors"));
    }

    private static PixelArray Picture(int channels, Func<int, int, int, int> value) =>
        new(20, 20, channels, 8, [.. Enumerable.Range(0, 400 * channels).Select(i => (ushort)value(i / channels / 20, i / channels % 20, i % channels))]);
}
