using AsynDGAN.Core;
using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Comparison.Fidelity;

/// <summary>Sets of drawings that are real training images, as they are and changed.</summary>
public class DrawingFidelityTests
{
    private static readonly Experiment experiment = new()
    {
        Data = new DataOptions
        {
            ImageSize = 32,
            MinMaskPixels = 1,
            ValidationFraction = 0.5,
            TestFraction = 0,
            Phantom = new PhantomOptions { Institutions = 2, Patients = 24, Slices = 2 },
        },
    };

    private readonly TemporaryFolder folder = new();
    private Dataset data = null!;

    [OneTimeSetUp]
    public void Load() => data = Dataset.Load(experiment, CPU, everySlice: true);

    [OneTimeTearDown]
    public void Delete()
    {
        data.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Real_training_images_are_at_the_floor()
    {
        var rows = Measure(image => image);
        Assert.That(rows.Select(row => (row.Masks, row.Images, row.HeldOutPatients)).Distinct().Single(), Is.EqualTo(("own", 48, 24)));
        foreach (var row in rows)
        {
            Assert.That(row.Value, Is.EqualTo(row.Floor).Within(0.05 + 0.05 * Math.Abs(row.Floor!.Value)), row.Measure);
            Assert.That(row.Value, Is.InRange(row.Low!.Value, row.High!.Value), row.Measure);
        }
    }

    [Test]
    public void Brighter_images_are_further_and_not_precise()
    {
        var rows = Measure(image => where(image > -0.9, image * 0.7 + 0.3, image)).ToDictionary(row => row.Measure);
        Assert.That(rows["Fréchet distance"].Low, Is.GreaterThan(2 * rows["Fréchet distance"].Floor!.Value));
        Assert.That(rows["KID"].Low, Is.GreaterThan(rows["KID"].Floor!.Value));
        Assert.That(rows["precision"].Value, Is.LessThan(rows["precision"].Floor!.Value - 0.4));
    }

    [Test]
    public void Of_one_image_again_and_again_few_are_recalled_and_covered()
    {
        using var first = data.Sites[0].Training.Take([0], random: null).Image.DetachFromDisposeScope();
        var rows = Measure(image => first).ToDictionary(row => row.Measure);
        Assert.That(rows["recall"].Value, Is.LessThan(0.1));
        Assert.That(rows["coverage"].Value, Is.LessThan(rows["coverage"].Floor!.Value - 0.5));
    }

    [Test]
    public void One_training_image_is_too_few_to_measure_by()
    {
        var few = experiment with { Data = experiment.Data with { Phantom = new PhantomOptions { Institutions = 1, Patients = 2, Slices = 1 } } };
        using var own = Dataset.Load(few with { Training = new TrainingOptions { BatchSize = 1 } }, CPU, everySlice: true);
        Assert.That(own.Sites.Sum(site => site.Training.Count), Is.EqualTo(1));
        Assert.That(
            () => new DrawingFidelity(few, own, DataPart.Validation, null, CPU, new RecordingDisplay(), CancellationToken.None),
            Throws.TypeOf<UserException>().With.Message.Contains("There is 1 real training image: it takes 2"));
    }

    [TestCase(DataPart.Test, 1, "The sites that drawings are measured at, site-1, site-2, have no test patients.")]
    [TestCase(DataPart.Validation, 1000, "None of the 48 validation slices has 1000 mask pixels")]
    public void A_part_without_images_to_measure_against_is_refused(DataPart part, int minMaskPixels, string message)
    {
        var other = experiment with { Data = experiment.Data with { MinMaskPixels = minMaskPixels } };
        Assert.That(
            () => new DrawingFidelity(other, data, part, null, CPU, new RecordingDisplay(), CancellationToken.None),
            Throws.TypeOf<UserException>().With.Message.StartsWith(message));
    }

    /// <summary>Measures a set of all training images, each changed.</summary>
    private IReadOnlyList<FidelityRow> Measure(Func<Tensor, Tensor> change)
    {
        using var scope = NewDisposeScope();
        var path = folder.Join(Guid.NewGuid().ToString());
        Directory.CreateDirectory(path);
        var lines = new List<string> { "image,mask,site,patient,sample,mixed" };
        foreach (var site in data.Sites)
        {
            for (var position = 0; position < site.Training.Count; position++)
            {
                var name = $"{site.Name}-{position}";
                Save(Path.Combine(path, name + ".png"), TensorPicture.Of(change(site.Training.Take([position], random: null).Image)[0]));
                Save(Path.Combine(path, name + "-mask.png"), new PixelArray(32, 32, 1, 8, new ushort[32 * 32]));
                lines.Add($"{name}.png,{name}-mask.png,{site.Name},{site.Training.Infos[position].Patient},{position},false");
            }
        }

        File.WriteAllLines(Path.Combine(path, "manifest.csv"), lines);
        var set = SyntheticSet.Of(new GivenSet(path, path, null));
        return new DrawingFidelity(experiment, data, DataPart.Validation, null, CPU, new RecordingDisplay(), CancellationToken.None).Of("set", "split 7, set", [set]);
    }

    private static void Save(string path, PixelArray pixels)
    {
        using var file = File.Create(path);
        PngFile.Write(pixels, file);
    }
}
