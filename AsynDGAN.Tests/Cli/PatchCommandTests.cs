using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Data.Phantom;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Tests.Data;

namespace AsynDGAN.Tests.Cli;

/// <summary>Thin objects of a manifest's pictures, trained in patches of the pictures' own resolution.</summary>
public class PatchCommandTests
{
    private const int Side = 96, Patch = 32;

    private static readonly string[] segmentation = ["--set", "segmentation={filters: 2, depth: 2, steps: 4, batch_size: 4, fedavg: {rounds: 1}}"];

    private readonly WorkFolder work = new();

    [OneTimeSetUp]
    public void Train()
    {
        var rows = new List<string> { "patient,site,image,mask" };
        foreach (var patient in new PhantomSource(new PhantomOptions { Object = PhantomObject.Vessels, Institutions = 2, Patients = 6, Slices = 1 }).Read(2).Cases)
        {
            var slice = patient.Slices[0];
            PngFile.Write(slice.Image, work.Join($"{patient.Patient}.png"));
            PngFile.Write(slice.Mask, work.Join($"{patient.Patient}-mask.png"));
            rows.Add($"{patient.Patient},{patient.Institution},{patient.Patient}.png,{patient.Patient}-mask.png");
        }

        File.WriteAllLines(work.Join("m.csv"), rows);
        work.Write("patches.yaml", $$"""
            name: patches
            data: { source: manifest, root: m.csv, image_size: {{Patch}}, min_mask_pixels: 8, validation_fraction: 0.34, conditions: [tumour, head], patch: { size: {{Patch}} } }
            generator: { blocks: 1, filters: 2 }
            discriminator: { layers: 1, filters: 2 }
            training: { steps: 2 }

            """);
        work.Run("train", "--config", "patches.yaml").Succeeded();
        work.Run("synthesize", "--config", "runs/patches/config.yaml", "--run", "runs/patches").Succeeded();
    }

    [OneTimeTearDown]
    public void Delete() => work.Dispose();

    [Test]
    public void Drawings_are_patches_and_whole_pictures_are_scored_on_their_own_grid()
    {
        var drawn = Directory.GetFiles(work.Join("runs", "patches", "synthetic", "images"));
        Assert.That(drawn, Has.Length.GreaterThan(12));
        Assert.That(drawn.Select(file => ImageFile.Read(file)).Select(image => (image.Height, image.Width)), Is.All.EqualTo((Patch, Patch)));

        work.Run(["eval-seg", "--config", "runs/patches/config.yaml", "--synthetic", "AsynDGAN=runs/patches", "--train-on", "real-all", "--train-on", "synthetic:AsynDGAN", "--out", "compared", .. segmentation]).Succeeded();
        var results = CsvTable.Read(work.Join("compared", "results.csv"), ["row", "slice", "true_positives", "false_positives", "false_negatives", "true_negatives"]);
        var held = CsvTable.Read(work.Join("runs", "patches", "split.csv"), ["part"]).Count(row => row.Fields["part"] == "validation");
        Assert.Multiple(() =>
        {
            Assert.That(results, Has.Count.EqualTo(2 * held), "one a picture and row");
            Assert.That(
                results.Select(row => row.Int("true_positives") + row.Int("false_positives") + row.Int("false_negatives") + row.Int("true_negatives")), Is.All.EqualTo(Side * Side));
            Assert.That(
                results.Select(row => row.Int("true_positives") + row.Int("false_negatives")), Is.All.InRange(200, 1800), "the vessels of the whole picture");
            Assert.That(File.Exists(work.Join("compared", "panel.png")));
        });
    }

    [Test]
    public void Drawings_are_compared_with_held_out_patches_at_the_same_resolution()
    {
        work.Run("fidelity", "--synthetic", "AsynDGAN=runs/patches", "--out", "fidelity").Succeeded();
        work.Run(["eval-seg", "--config", "runs/patches/config.yaml", "--synthetic", "AsynDGAN=runs/patches", "--train-on", "real-all", "--train-on", "own-masks:AsynDGAN", "--out", "checked", .. segmentation]).Succeeded();
        var fidelity = CsvTable.Read(work.Join("fidelity", "fidelity.csv"), ["images"]);
        var shown = CsvTable.Read(work.Join("checked", "shown-masks.csv"), ["masks"]).Single();
        var pictures = CsvTable.Read(work.Join("runs", "patches", "split.csv"), ["part"]).Count(row => row.Fields["part"] == "validation");
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText(work.Join("checked", "fidelity.csv")), Is.EqualTo(File.ReadAllText(work.Join("fidelity", "fidelity.csv"))));
            Assert.That(File.Exists(work.Join("fidelity", "near-copies.csv")));
            Assert.That(fidelity.Select(row => row.Int("images")), Is.All.GreaterThan(pictures), "held-out patches, not pictures");
            Assert.That(shown.Int("masks"), Is.InRange(pictures + 1, 9 * pictures), "held-out patches, not pictures");
        });
    }

    [Test]
    public void The_data_report_counts_patches_and_a_patch_larger_than_the_pictures_is_warned_of()
    {
        var said = work.Run("data", "--config", "patches.yaml", "--out", "report").Succeeded().Output;
        Assert.That(said, Does.Contain($"{Patch}x{Patch}").And.Not.Contain("warning"));
        said = work.Run("data", "--config", "patches.yaml", "--set", "data.image_size=128", "--set", "data.patch.size=128", "--out", "large").Succeeded().Output;
        Assert.That(said, Does.Contain("warning: 12 of 12 patches are larger than their pictures, which are mirrored to fill them"));
        said = work.Run("data", "--config", "patches.yaml", "--set", "data.patch.size=null", "--out", "resized").Succeeded().Output;
        Assert.That(said, Does.Contain("% of the mask area of site").And.Contain("or cut patches of the pictures' own resolution by data.patch.size: 32"));
    }
}
