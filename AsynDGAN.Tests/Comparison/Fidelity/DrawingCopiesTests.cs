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

/// <summary>Sets of drawings that are real images: those that a fold's generator has seen, and those that it has not.</summary>
public sealed class DrawingCopiesTests
{
    private static readonly Experiment experiment = new()
    {
        Data = new DataOptions
        {
            ImageSize = 32,
            MinMaskPixels = 1,
            ValidationFraction = 0.3,
            TestFraction = 0,
            Fold = new FoldOptions { Of = 2, Leave = 1 },
            Phantom = new PhantomOptions { Institutions = 2, Patients = 24, Slices = 2 },
        },
    };

    private readonly TemporaryFolder folder = new();
    private Dataset data = null!;
    private GeneratorReals reals = null!;

    [OneTimeSetUp]
    public void Load() => (data, reals) = (
        Dataset.Load(experiment, CPU), GeneratorReals.Load(experiment, CPU, new RecordingDisplay(), CancellationToken.None));

    [OneTimeTearDown]
    public void Delete()
    {
        data.Dispose();
        reals.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Copies_of_what_the_generator_has_seen_are_all_near_copies_of_their_own_slices()
    {
        var measured = Measure(seen: true, "false");
        Assert.Multiple(() =>
        {
            Assert.That(measured.Drawings.Select(drawing => drawing.Masks), Is.All.EqualTo("own"));
            Assert.That(measured.Drawings.Select(drawing => drawing.Seen), Is.All.True);
            Assert.That(measured.Drawings.Select(drawing => drawing.Nearest), Is.EqualTo(measured.Drawings.Select(drawing => drawing.Slice)));
            Assert.That(measured.Drawings.Select(drawing => drawing.Correlation), Is.All.EqualTo(1).Within(1e-3), "8 bits");
            Assert.That(measured.Drawings.Select(drawing => drawing.IsNearCopy), Is.All.True);
            Assert.That(measured.HeldOut.Select(slice => slice.Patient).Intersect(measured.Drawings.Select(drawing => drawing.Patient)), Is.Empty);
        });
        var row = NearCopyRow.Of([measured]).Single();
        Assert.That((row.Drawings, row.NearCopies, row.Low, row.High), Is.EqualTo((data.Sites.Sum(site => site.Training.Count), 1.0, 1.0, 1.0)));
    }

    [Test]
    public void Images_of_patients_that_were_left_out_are_as_far_as_chance_has_it()
    {
        var measured = Measure(seen: false, "false");
        Assert.That(measured.Drawings.Select(drawing => drawing.Seen), Is.All.False);
        Assert.That(measured.Drawings.Select(drawing => drawing.Correlation), Is.All.EqualTo(1).Within(1e-3), "with their own slices");
        Assert.That(measured.Drawings.Select(drawing => drawing.Nearest.Split('/')[0]).Intersect(measured.Drawings.Select(drawing => drawing.Patient)), Is.Empty, "the nearest was seen, and they were not");
        Assert.That(NearCopyRow.Of([measured]).Single().NearCopies, Is.LessThan(0.3));
    }

    [Test]
    public void Of_mixed_masks_there_is_no_own_slice_to_correlate_with()
    {
        var measured = Measure(seen: true, "true");
        Assert.That(measured.Drawings.Select(drawing => (drawing.Masks, drawing.Correlation)).Distinct().Single(), Is.EqualTo(("new", (double?)null)));
    }

    [Test]
    public void Of_deformed_masks_there_is_none_either()
    {
        var measured = Measure(seen: true, "false", deformed: "true");
        Assert.That(measured.Drawings.Select(drawing => (drawing.Masks, drawing.Correlation)).Distinct().Single(), Is.EqualTo(("new", (double?)null)));
    }

    [Test]
    public void A_deformed_drawing_is_compared_in_the_ground_that_it_shows_and_not_in_its_head_s()
    {
        Assert.That(Distances("true", next: true), Is.EqualTo(Distances("true", next: false)));
        Assert.That(Distances("false", next: true), Is.Not.EqualTo(Distances("false", next: false)));

        double[] Distances(string deformed, bool next) => [.. Measure(seen: false, mixed: "true", deformed, next).Drawings.Select(drawing => drawing.Distance)];
    }

    [Test]
    public void A_sample_that_the_run_does_not_have_is_named() =>
        Assert.That(() => reals.HeadOf("site-1", 100_000), Throws.TypeOf<UserException>().With.Message.Contains("sample 100000 of site site-1"));

    /// <param name="next">Whether a drawing's head is told to be the site's next.</param>
    private MeasuredSet Measure(bool seen, string mixed, string deformed = "false", bool next = false)
    {
        var path = folder.Join(Guid.NewGuid().ToString());
        Directory.CreateDirectory(path);
        var lines = new List<string> { "image,mask,site,patient,sample,mixed,deformed" };
        foreach (var (site, samples) in data.Sites.Select(site => (site.Name, seen ? site.Training : site.LeftOut)))
        {
            for (var position = 0; position < samples.Count; position++)
            {
                using var scope = NewDisposeScope();
                var (name, info) = ($"{site}-{position}", samples.Infos[next ? (position + 1) % samples.Count : position]);
                Save(Path.Combine(path, name + ".png"), TensorPicture.Of(samples.Take([position], random: null).Image[0]));
                Save(Path.Combine(path, name + "-mask.png"), TensorPicture.Of(samples.TumourMasks([position])[0] * 2 - 1));
                lines.Add($"{name}.png,{name}-mask.png,{site},{site}-{info.PatientId},{info.Id},{mixed},{deformed}");
            }
        }

        File.WriteAllLines(Path.Combine(path, "manifest.csv"), lines);
        return new DrawingCopies(reals, DataPart.Validation, CPU, new RecordingDisplay(), CancellationToken.None)
            .Of("set", "split 7, set", SyntheticSet.Of(new GivenSet(path, path, null))).Single().Measured;
    }

    private static void Save(string path, PixelArray pixels)
    {
        using var file = File.Create(path);
        PngFile.Write(pixels, file);
    }
}
