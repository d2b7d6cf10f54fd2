using System.Text.Json;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;
using TorchSharp;

namespace AsynDGAN.Tests.Cli;

/// <summary><c>asyndgan synthesize</c> on a run of the smallest networks.</summary>
[NonParallelizable]
public class SynthesizeCommandTests
{
    private readonly WorkFolder folder = new();

    [OneTimeSetUp]
    public void Train() => Assert.That(folder.Train("--set", "training.steps=3").ExitCode, Is.Zero);

    [OneTimeTearDown]
    public void Delete() => folder.Dispose();

    [Test]
    public void It_writes_a_data_set_that_the_manifest_source_reads_back()
    {
        var result = Synthesize("set");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        var rows = File.ReadAllLines(folder.Join("set", "manifest.csv")).Skip(1).ToArray();
        var read = folder.Run(
            "data", "--config", "tiny.yaml", "--set", "data.source=manifest", "--set", "data.root=set/manifest.csv", "--set", "data.test_fraction=0.3",
            "--out", "read");
        Assert.Multiple(() =>
        {
            // Two sites of two training patients with two slices: each once, and once mixed.
            Assert.That(rows, Has.Length.EqualTo(16));
            Assert.That(rows.Count(row => row.Contains(",true,", StringComparison.Ordinal)), Is.EqualTo(8));
            Assert.That(read.ExitCode, Is.Zero, read.Error);
            Assert.That(File.ReadAllText(folder.Join("set", "card.md")), Does.Contain("16 images of 16x16").And.Contain("those of real patients as they are"));
            Assert.That(File.Exists(folder.Join("set", "contact-sheet.png")), Is.True);
            Assert.That(File.ReadAllText(folder.Join("set", "communication.csv")), Does.Contain("site-1,to centre,enumerated conditions"));
        });
    }

    [Test]
    public void The_same_seed_gives_the_same_files_and_a_killed_synthesis_goes_on_to_them()
    {
        Assert.That(Synthesize("whole").ExitCode, Is.Zero);
        using (var killed = AsyndganProcess.Start(folder.Root, [.. Command("cut")]))
        {
            SpinWait.SpinUntil(() => killed.HasEnded || Images("cut") >= 3, TimeSpan.FromMinutes(1));
            killed.Kill();
        }

        // A torn row is what a kill in the middle of writing leaves.
        File.AppendAllText(folder.Join("cut", "manifest.csv"), "site-1,site-1-p0");
        var refused = Synthesize("cut");
        var resumed = Synthesize("cut", "--resume");
        Assert.Multiple(() =>
        {
            Assert.That(refused.ExitCode, Is.EqualTo(2));
            Assert.That(refused.Error, Does.Contain("--resume").And.Contain("--overwrite"));
            Assert.That(resumed.ExitCode, Is.Zero, resumed.Error);
        });
        RunFiles.AreEqual(folder.Join("cut"), folder.Join("whole"));
    }

    [Test]
    public void No_written_image_is_a_real_one()
    {
        Assert.That(Synthesize("fakes").ExitCode, Is.Zero);
        var fakes = Directory.EnumerateFiles(folder.Join("fakes", "images")).Select(path => string.Join(',', ImageFile.Read(path).Values)).ToArray();

        using var scope = torch.NewDisposeScope();
        using var data = Dataset.Load(ExperimentReader.Read(folder.Join("tiny.yaml"), []), torch.CPU);
        var real = data.Sites.SelectMany(site => Enum.GetValues<Part>().Select(part => site[part]))
            .SelectMany(samples => Enumerable.Range(0, samples.Count).Select(i => TensorPicture.Of(samples.Take([i], random: null).Image[0])))
            .Select(picture => string.Join(',', picture.Values))
            .ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(fakes, Has.Length.EqualTo(16));
            Assert.That(real, Has.Length.GreaterThan(10));
            Assert.That(fakes.Intersect(real), Is.Empty);
        });
    }

    [Test]
    public void The_layout_of_nnunet_has_its_names_labels_and_description()
    {
        Assert.That(Synthesize("nnunet", "--format", "nnunet").ExitCode, Is.Zero);
        var description = JsonDocument.Parse(File.ReadAllText(folder.Join("nnunet", "dataset.json"))).RootElement;
        var images = Directory.EnumerateFiles(folder.Join("nnunet", "imagesTr")).Select(Path.GetFileName).Order().ToArray();
        var labels = Directory.EnumerateFiles(folder.Join("nnunet", "labelsTr")).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(description.GetProperty("numTraining").GetInt32(), Is.EqualTo(images.Length).And.EqualTo(16));
            Assert.That(description.GetProperty("labels").GetProperty("tumour").GetInt32(), Is.EqualTo(1));
            Assert.That(images[0], Is.EqualTo("000000_0000.png"));
            Assert.That(labels.SelectMany(path => ImageFile.Read(path).Values).Distinct(), Is.EquivalentTo(new[] { 0, 1 }));
        });
    }

    [Test]
    public void Without_a_run_it_says_which_command_makes_one()
    {
        var result = folder.Run("synthesize", "--config", "tiny.yaml", "--run", "nowhere");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain("no trained run").And.Contain("asyndgan train --config"));
        });
    }

    [Test]
    public void Another_configuration_than_the_runs_is_refused_with_the_difference()
    {
        var result = Synthesize("other", "--set", "generator.filters=3");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain("generator.filters: 2 in the run, 3 now"));
            Assert.That(Directory.Exists(folder.Join("other")), Is.False);
        });
    }

    [Test]
    public void Weights_of_another_network_are_refused_by_the_tensors_names()
    {
        var result = Synthesize("foreign", "--weights", folder.Join("runs", "tiny", "weights", "generator.safetensors"), "--set", "generator.filters=3");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain("model.1.weight has the shape [2, 2, 7, 7] instead of [3, 2, 7, 7]"));
        });
    }

    [Test]
    public void A_run_is_never_overwritten_as_if_it_were_a_data_set()
    {
        var result = Synthesize(Path.Combine("runs", "tiny"), "--overwrite");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(File.Exists(folder.Join("runs", "tiny", "weights", "generator.safetensors")), Is.True);
        });
    }

    private int Images(string set) =>
        Directory.Exists(folder.Join(set, "images")) ? Directory.EnumerateFiles(folder.Join(set, "images"), "*.png").Count() : 0;

    private AsyndganProcess.Result Synthesize(string set, params string[] more) => folder.Run([.. Command(set), .. more]);

    private static string[] Command(string set) => ["synthesize", "--config", "tiny.yaml", "--out", set];
}
