using System.Text.Json;
using AsynDGAN.Core;
using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Tests.Cli;
using AsynDGAN.Tests.Networks;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Comparison;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SegmentationStudyTests : IDisposable
{
    private static readonly Experiment Small = new()
    {
        Name = "small",
        Device = "cpu",
        Data = new DataOptions { Phantom = new PhantomOptions { Institutions = 1, Patients = 10, Slices = 1 }, ImageSize = 16, MinMaskPixels = 1, ValidationFraction = 0.2, SplitSeed = 7 },
        Discriminator = new DiscriminatorOptions { Layers = 1 },
        Segmentation = new SegmentationOptions { Steps = 1, BatchSize = 2, Depth = 2, Filters = 1, Fedavg = new FedAvgOptions { Rounds = 1 } },
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void A_later_run_of_other_data_is_refused_before_the_first_row_is_trained([Values(7, 8)] int split)
    {
        using var data = Dataset.Load(Small, CPU);
        using var later = Dataset.Load(Small with { Data = Small.Data with { SplitSeed = split } }, CPU);
        Run("first", 7, data.Split, data.Fingerprint);
        Run("later", split, later.Split, "of other data");
        Assert.That(
            () => Study($"A={folder.Join("first")},{folder.Join("later")}").Execute(folder.Join("study"), overwrite: false, rowsOnly: false, jobs: 1, CancellationToken.None),
            Throws.TypeOf<UserException>().With.Message.Contains("later' was made on other data").And.Message.Contains("of other data in the run"));
        Assert.That(Directory.Exists(folder.Join("study")), Is.False);
    }

    [Test]
    public void Tables_lie_in_the_run_of_the_first_set_and_in_that_of_the_name_where_there_is_none()
    {
        Run("first", 7, [], "");
        Run("later", 7, [], "");
        folder.Write("alone/synthesis.json", "");
        folder.Write("first/synthetic/synthesis.json", "");
        var named = Path.GetFullPath(Path.Combine("runs", "small", "segmentation"));
        Assert.That(Study($"A={folder.Join("first")},{folder.Join("later")}").Folder, Is.EqualTo(folder.Join("first", "segmentation")));
        Assert.That(Study($"A={folder.Join("first", "synthetic")}").Folder, Is.EqualTo(folder.Join("first", "segmentation")));
        Assert.That(Study($"A={folder.Join("alone")}").Folder, Is.EqualTo(named));
        Assert.That(Study($"A={folder.Join("none")}").Folder, Is.EqualTo(named));
        Assert.That(Study().Folder, Is.EqualTo(named));
    }

    [TestCase(false, 1)]
    [TestCase(true, 0)]
    public void What_is_lost_of_the_data_is_told_once_where_the_tables_are_written(bool rowsOnly, int times)
    {
        var display = new RecordingDisplay();
        Assert.That(
            () => new SegmentationStudy(WithLostLabels(), [], ["real-subset:none"], [], DataPart.Test, display).Execute(folder.Join("study"), overwrite: false, rowsOnly, jobs: 1, CancellationToken.None),
            Throws.TypeOf<UserException>().With.Message.Contains("none"));
        Assert.That(display.Lines, Has.Exactly(times).StartsWith("warning: no mask has 7, which data.mask_values lists"));
    }

    [Test]
    public void What_is_lost_of_the_data_is_told_where_drawings_are_measured_against_them()
    {
        var (experiment, display) = (WithLostLabels(), new RecordingDisplay());
        using var data = Dataset.Load(experiment, CPU);
        Run("drawn", 7, data.Split, "of other data", experiment);
        Assert.That(
            () => new FidelityStudy(experiment, [], [$"A={folder.Join("drawn")}"], DataPart.Test, display).Execute(folder.Join("measured"), overwrite: false, CancellationToken.None),
            Throws.TypeOf<UserException>().With.Message.Contains("drawn' was made on other data"));
        Assert.That(display.Lines, Has.One.StartsWith("warning: no mask has 7, which data.mask_values lists"));
    }

    [Test]
    public void The_network_that_drawings_are_measured_by_is_checked_and_refused_before_a_row_is_trained()
    {
        var display = new RecordingDisplay();
        var experiment = Small with { Loss = new LossOptions { PerceptualWeights = ScriptSample.Write(folder.Join("maps.pt"), ScriptSample.Maps) } };
        Execute("study");
        Assert.That(display.Lines, Has.One.Contains($"those of the script {folder.Join("maps.pt")} checked against float64"));

        ScriptSample.Write(folder.Join("maps.pt"), "(x, x, x, torch.mean(x, [2, 3]))");
        Assert.That(() => Execute("refused"), Throws.TypeOf<UserException>().With.Message.Contains("maps.pt returns a tensor [2, 3]"));
        Assert.That(Directory.Exists(folder.Join("refused")), Is.False);

        StudyOutcome Execute(string name) => new SegmentationStudy(experiment, [], ["real-all"], [], DataPart.Test, display)
            .Execute(folder.Join(name), overwrite: false, rowsOnly: false, jobs: 1, CancellationToken.None);
    }

    private Experiment WithLostLabels()
    {
        var rows = "site,patient,image,mask\n";
        PngFile.Write(WorkFolder.Disc(1, 3, 255), folder.In("real/mask.png"));
        for (var i = 0; i < 10; i++)
        {
            PngFile.Write(WorkFolder.Disc(1, 7, (ushort)(100 + i)), folder.In($"real/{i}.png"));
            rows += $"a,p{i},{i}.png,mask.png\n";
        }

        return Small with { Data = Small.Data with { Source = DataSource.Manifest, Root = folder.Write("real/m.csv", rows), MaskValues = [255, 7] } };
    }

    private static SegmentationStudy Study(params string[] synthetic) => new(Small, synthetic, ["real-all", .. synthetic.Length > 0 ? ["synthetic:A"] : Array.Empty<string>()], [], DataPart.Test, new RecordingDisplay());

    private void Run(string name, int split, IReadOnlyList<SplitRow> rows, string fingerprint, Experiment? of = null)
    {
        var experiment = of ?? Small;
        folder.Write($"{name}/config.yaml", ExperimentWriter.Write(experiment with { Data = experiment.Data with { SplitSeed = split } }));
        folder.Write($"{name}/provenance.json", JsonSerializer.Serialize(new { data = fingerprint }));
        SplitFile.Write(folder.In($"{name}/split.csv"), rows);
        folder.In($"{name}/weights/generator.safetensors");
        folder.Write($"{name}/synthetic/image.png", name);
        folder.Write($"{name}/synthetic/manifest.csv", "image,mask,site,patient,sample,mixed\nimage.png,image.png,a,p,0,false\n");
    }
}
