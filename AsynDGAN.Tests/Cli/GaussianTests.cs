using System.Globalization;
using AsynDGAN.Core.Comparison.Gaussian;
using AsynDGAN.Core.Figures;
using AsynDGAN.Tests.Runs;
using TorchSharp;

namespace AsynDGAN.Tests.Cli;

/// <summary>Points through every command, from a tiny configuration.</summary>
public class GaussianTests
{
    private const string Tiny = """
        data: { source: gaussian, gaussian: { samples: 1200 } }
        generator: { network: mlp, layers: 1, filters: 4, norm: none, noise_channels: 2, init: kaiming, average: 0.9 }
        discriminator: { network: mlp, layers: 1, filters: 4, norm: none, init: kaiming }
        loss: { gan: vanilla, reconstruction: none }
        training: { batch_size: 16, steps: 60, checkpoint_every: 1, samples_every: 2 }

        """;

    private readonly WorkFolder work = new();

    [OneTimeSetUp]
    public void Train()
    {
        work.Write("points.yaml", Tiny);
        work.Run("train", "--config", "points.yaml").Succeeded();
        work.Run("synthesize", "--config", "points.yaml").Succeeded();
    }

    [OneTimeTearDown]
    public void Remove() => work.Dispose();

    [Test]
    public void A_run_has_the_files_of_any_other_but_those_of_patients_and_images()
    {
        var run = work.Join("runs", "points");
        Assert.That(
            Directory.EnumerateFileSystemEntries(run).Select(path => Path.GetFileName(path).StartsWith("events.out.tfevents.", StringComparison.Ordinal) ? "events" : Path.GetFileName(path)),
            Is.EquivalentTo(new[]
            {
                "config.yaml", "provenance.json", "log.txt", "losses.csv", "events", "communication.csv", "checkpoints", "weights", "samples", "report.html", "synthetic",
            }));
        Assert.That(Directory.EnumerateFiles(Path.Combine(run, "samples")).Select(Path.GetFileName), Does.Contain("epoch-0003-component-1.png"));
    }

    [Test]
    public void The_same_configuration_gives_the_same_files_also_where_it_was_resumed()
    {
        string[] length = ["--set", "training.steps=null", "--set", "training.decay_epochs=0", "--set", "training.samples_every=1", "--set", "training.log_every=25"];
        work.Run(["train", "--config", "points.yaml", "--out", "parts", .. length, "--set", "training.epochs=1"]).Succeeded();
        work.Run("train", "--resume", "--out", "parts", "--set", "training.epochs=3").Succeeded();
        work.Run(["train", "--config", "points.yaml", "--out", "whole", .. length, "--set", "training.epochs=3"]).Succeeded();
        RunFiles.AreEqual(work.Join("parts"), work.Join("whole"));
    }

    [Test]
    public void Points_are_drawn_for_every_component_in_numbered_rows()
    {
        var lines = Samples("runs/points/synthetic");
        Assert.That(lines[0], Is.EqualTo("item,component,y1,y2"));
        Assert.That(lines.Skip(1).Select(line => line.Split(',')[0]), Is.EqualTo(Enumerable.Range(0, 1200).Select(i => i.ToString())));
        var counts = lines.Skip(1).GroupBy(line => line.Split(',')[1]).ToDictionary(group => group.Key, group => group.Count());
        Assert.That(counts.Keys, Is.EquivalentTo(new[] { "1", "2", "3" }));

        // Four standard deviations of a share of one third.
        Assert.That(counts.Values, Is.All.EqualTo(400).Within(4 * Math.Sqrt(1200 * 2.0 / 9)));
    }

    [Test]
    public void The_picture_of_a_set_shows_its_points_alone()
    {
        work.Run("train", "--config", "points.yaml", "--out", "few", "--set", "data.gaussian.samples=48", "--set", "training.steps=3").Succeeded();
        work.Run("synthesize", "--run", "few").Succeeded();
        var points = Samples("few/synthetic").Skip(1).Select(line => float.Parse(line.Split(',')[2], CultureInfo.InvariantCulture)).ToArray();
        Assert.That(points, Has.Length.EqualTo(48));
        using var drawn = torch.tensor(points, [48, 1]);
        Assert.That(File.ReadAllBytes(work.Join("few", "synthetic", "samples.png")), Is.EqualTo(SamplePlot.Render("points: the first 48 points", [("drawn", drawn)])));
    }

    [Test]
    public void A_set_that_was_torn_is_gone_on_with_to_the_same_points()
    {
        work.Run("synthesize", "--config", "points.yaml", "--out", "torn").Succeeded();
        var path = work.Join("torn", "samples.csv");
        File.WriteAllText(path, string.Join('\n', Samples("torn").Take(1100)) + "\n1099,2,0.1");
        work.Run("synthesize", "--config", "points.yaml", "--out", "torn").Refused("There is a synthetic set", "--resume");
        work.Run("synthesize", "--config", "points.yaml", "--out", "torn", "--resume").Succeeded();
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(File.ReadAllBytes(work.Join("runs", "points", "synthetic", "samples.csv"))));
        work.Run("synthesize", "--config", "points.yaml", "--out", "torn", "--resume", "--set", "synthesis.per_mask=2").Refused("synthesis.per_mask: 1 there, 2 now");
        work.Run("synthesize", "--config", "points.yaml", "--out", "torn", "--overwrite", "--set", "synthesis.per_mask=2").Succeeded();
        Assert.That(Samples("torn"), Has.Length.EqualTo(2401));
        File.WriteAllLines(path, [.. Samples("torn").Select((line, i) => i == 1 ? line + "1" : line)]);
        work.Run("synthesize", "--config", "points.yaml", "--out", "torn", "--resume", "--set", "synthesis.per_mask=2").Refused("samples.csv of the synthetic set", "is not the one that was drawn");
    }

    [Test]
    public void A_subset_draws_its_own_component_only()
    {
        string[] single = ["--set", "sites.mode=single", "--set", "sites.only=component-2", "--set", "training.steps=2"];
        work.Run(["train", "--config", "points.yaml", "--out", "single", .. single]).Succeeded();
        work.Run("synthesize", "--config", "single/config.yaml", "--run", "single").Succeeded();
        Assert.That(Samples("single/synthetic").Skip(1).Select(line => line.Split(',')[1]).Distinct(), Is.EqualTo(new[] { "2" }));
    }

    [Test]
    public void A_comparison_has_its_tables_and_figures()
    {
        var said = work.Run("eval-gaussian", "--run", "AsynDGAN=runs/points", "--out", "comparison", "--json", "compared.json").Succeeded().Output;
        RecordFile.Read(work.Join("compared.json"), "eval-gaussian");
        Assert.That(said, Does.Contain("| AsynDGAN | 3 | 1 | 1200 |").And.Contain("| true points | 3 | 1 | 1200 |"));
        Assert.That(
            Directory.EnumerateFiles(work.Join("comparison")).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "table.md", "results.csv", "components.csv", "densities.png" }));
        var display = new RecordingDisplay();
        GaussianStudy.Write([LabelledRuns.Parse($"AsynDGAN={work.Join("runs", "points")}")], work.Join("comparison"), display);
        Assert.That(display.Lines, Is.EqualTo(new[] { "sets of points read 1 1", "sets of points compared with their mixtures 1 2", "sets of points compared with their mixtures 2 2" }));
    }

    [Test]
    public void A_withheld_condition_is_compared_with_the_minimiser()
    {
        string[] withheld = ["--set", "data.gaussian.condition=withheld", "--set", "data.gaussian.weights=[6,3,1]", "--set", "training.steps=2"];
        work.Run(["train", "--config", "points.yaml", "--out", "withheld", .. withheld]).Succeeded();
        work.Run("synthesize", "--config", "withheld/config.yaml", "--run", "withheld").Succeeded();
        var said = work.Run("eval-gaussian", "--run", "AsynDGAN=withheld", "--out", "withheld-comparison").Succeeded().Output;
        Assert.That(said, Does.Contain("components 0.6 : 0.3 : 0.1").And.Contain("| true mixture |").And.Contain("| minimiser |"));
        Assert.That(Samples("withheld/synthetic")[1], Does.Match("^0,,[-0-9.E]+,$"));
    }

    [Test]
    public void The_data_are_shown_as_a_histogram()
    {
        var said = work.Run("data", "--config", "points.yaml", "--out", "seen").Succeeded().Output;
        Assert.That(said, Does.Contain("component-1  400       0.333   -3                2"));
        Assert.That(Directory.EnumerateFiles(work.Join("seen")).Select(Path.GetFileName), Is.EquivalentTo(new[] { "config.yaml", "summary.txt", "histogram.png" }));
    }

    [Test]
    public void What_is_for_images_is_refused()
    {
        work.Run("synthesize", "--config", "points.yaml", "--format", "nnunet", "--out", "n").Refused("--format nnunet is for images");
        work.Run("eval-seg", "--config", "points.yaml", "--out", "s").Refused("data.source: gaussian has points", "eval-gaussian");
        work.Run("eval-gaussian", "--run", "runs/points", "--out", "c").Refused("names no label and run");
        work.Run("eval-gaussian", "--run", "A=runs/none", "--out", "c").Refused("There is no run in");
        work.Run("eval-gaussian", "--run", "A=runs/points", "--out", "runs/points").Refused("holds other files than a comparison's");
    }

    private string[] Samples(string folder) => File.ReadAllLines(work.Join(folder, "samples.csv"));
}
