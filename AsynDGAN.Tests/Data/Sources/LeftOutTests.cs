using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Cli;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data.Sources;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LeftOutTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public LeftOutTests()
    {
        var rows = "site,patient,image,mask,part\n";
        PngFile.Write(WorkFolder.Disc(1, 3, 255), folder.Join("mask.png"));
        for (var i = 0; i < 4; i++)
        {
            PngFile.Write(WorkFolder.Disc(1, 7, (ushort)(100 + i)), folder.Join($"{i}.png"));
            rows += $"s,p{i},{i}.png,mask.png,train\n";
        }

        folder.Write("torn.png", "no picture");
        folder.Write("manifest.csv", rows + "s,q,torn.png,mask.png,train\n");
    }

    public void Dispose() => folder.Dispose();

    [Test]
    public void What_is_skipped_is_named_in_training_and_in_the_log()
    {
        var display = new RecordingDisplay();
        TrainingRun.Start(Tiny, folder.Join("run"), overwrite: false, display).Execute(CancellationToken.None);
        var log = File.ReadAllText(folder.Join("run", "log.txt"));
        Assert.That(display.Lines, Has.Some.Contains("left out: 1").And.Some.Contains("torn.png is not a PNG"));
        Assert.That(log, Does.Contain("left out: 1").And.Contain("torn.png is not a PNG"));
    }

    [Test]
    public void A_part_without_patients_is_to_be_had_by_what_decides_over_the_parts()
    {
        using var given = Dataset.Load(Tiny, CPU);
        Assert.That(Hint(given), Does.Contain("mark patients as test").And.Contain("column part").And.Not.Contain("test_fraction"));
        using var drawn = Dataset.Load(
            new Experiment { Data = new DataOptions { ImageSize = 16, MinMaskPixels = 1, TestFraction = 0, Phantom = new PhantomOptions { Institutions = 1, Patients = 4, Slices = 1 } } }, CPU);
        Assert.That(Hint(drawn), Does.Contain("give a data.test_fraction"));

        static string? Hint(Dataset data) => Assert.Throws<UserException>(() => SegmentationEvaluator.Check(data, DataPart.Test, 1))!.Hint;
    }

    [Test]
    public void Keys_of_the_split_that_have_no_effect_where_the_data_give_the_parts_are_warned_of()
    {
        var named = Tiny with { Data = Tiny.Data with { Split = SplitMethod.ByName, TestCount = 1 } };
        Assert.That(Warnings(named), Is.EqualTo(new[] { "warning: the data themselves tell each patient's part, which counts, and data.split: by-name and data.test_count: 1 have no effect: leave them out" }));
        Assert.That(Warnings(Tiny), Is.Empty);
        Assert.That(Warnings(new Experiment { Data = new DataOptions { ImageSize = 16, MinMaskPixels = 1, Split = SplitMethod.ByName, Phantom = new PhantomOptions { Institutions = 1, Patients = 4, Slices = 1 } } }), Is.Empty);

        static string[] Warnings(Experiment experiment)
        {
            using var data = Dataset.Load(experiment, CPU);
            return [.. data.Summary.Notes.Where(note => note.Contains("no effect"))];
        }
    }

    [Test]
    public void Keys_that_nothing_looks_at_are_warned_of()
    {
        var phantom = new Experiment { Data = new DataOptions { ImageSize = 16, MinMaskPixels = 1, Phantom = new PhantomOptions { Institutions = 1, Patients = 4, Slices = 1 } } };
        using var rooted = Dataset.Load(phantom with { Data = phantom.Data with { Root = "nowhere/manifest.csv" } }, CPU);
        Assert.That(rooted.Summary.Notes, Has.One.EqualTo("warning: data.source: phantom reads no files (manifest reads one's own), and data.root: nowhere/manifest.csv has no effect: leave it out"));

        var rows = rooted.Split.Select(row => $"{row.Patient},{(row.Part == DataPart.Training ? "train" : "test")}\n");
        var split = phantom.Data with { Split = SplitMethod.File, SplitFile = folder.Write("split.csv", "patient,part\n" + string.Concat(rows)), TestCount = 1 };
        using var given = Dataset.Load(phantom with { Data = split }, CPU);
        Assert.That(given.Summary.Notes, Has.One.EqualTo("warning: data.split_file tells each patient's part, and data.test_count: 1 has no effect: leave it out"));
    }

    private Experiment Tiny => new()
    {
        Name = "tiny",
        Device = "cpu",
        Data = new DataOptions { Source = DataSource.Manifest, Root = folder.Join("manifest.csv"), ImageSize = 16, MinMaskPixels = 1, OnError = OnError.Skip },
        Generator = new GeneratorOptions { Blocks = 1, Filters = 2 },
        Discriminator = new DiscriminatorOptions { Layers = 1, Filters = 2 },
        Training = new TrainingOptions { Steps = 1 },
    };
}
