using AsynDGAN.Core;
using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Comparison;

/// <summary>Sets of drawings that are real training images of a run.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DrawingMeasuresTests : IDisposable
{
    private static readonly Experiment experiment = new()
    {
        Seed = 1,
        Data = new DataOptions
        {
            ImageSize = 16,
            MinMaskPixels = 1,
            ValidationFraction = 0.5,
            TestFraction = 0,
            Phantom = new PhantomOptions { Institutions = 2, Patients = 12, Slices = 2 },
        },
        Discriminator = new DiscriminatorOptions { Layers = 1 },
        Training = new TrainingOptions { BatchSize = 1 },
    };

    private readonly TemporaryFolder folder = new();
    private readonly RecordingDisplay display = new();
    private readonly Dataset data = Dataset.Load(experiment, CPU);

    public void Dispose()
    {
        data.Dispose();
        folder.Dispose();
    }

    [Test]
    public void What_fails_for_one_run_is_told_of_no_other_and_a_note_says_why()
    {
        var (measures, good) = (Measures(), Of(Set(experiment)));
        Add(measures, good);
        Assert.That((measures.Copies.NearCopies.Count, measures.Fidelity.Count > 0, measures.Notes.Count), Is.EqualTo((1, true, 0)));
        Add(measures, Of(Set(experiment, firstSample: 100_000)));
        Add(measures, good);
        Assert.That(measures.Copies.NearCopies, Is.Empty);
        Assert.That(measures.Fidelity.Select(row => row.Run).Distinct().Count(), Is.EqualTo(2));
        Assert.That(measures.Notes.Single(), Does.StartWith("not measured: copying. A synthetic set names sample 100000 of site site-1"));
        Assert.That(display.Lines.Where(line => line.StartsWith("warning", StringComparison.Ordinal)), Is.EqualTo(measures.Notes.Select(note => $"warning: {note}")));

        Add(measures, Of(Set(experiment, size: 8)));
        Assert.That(measures.Fidelity, Is.Empty);
        Assert.That(measures.Notes, Has.Some.StartsWith("not measured: how far drawings are from real images. ").And.Contains("is of 1x8x8"));
    }

    [Test]
    public void A_part_that_the_sites_have_nobody_of_is_a_note()
    {
        var (measures, replicate) = (Measures(DataPart.Test), Of(Set(experiment)));
        Add(measures, replicate);
        Assert.That(measures.Notes.Single(), Does.StartWith("not measured: how far drawings are from real images. The sites that drawings are measured at, site-1, site-2, have no test patients."));
        Assert.That((measures.Fidelity.Count, measures.Copies.NearCopies.Count), Is.EqualTo((0, 1)));
    }

    [Test]
    public void Of_sets_that_fail_together_none_is_kept()
    {
        var copies = new CopyMeasures(DataPart.Validation, CPU, display, CancellationToken.None);
        var (good, bad) = (Set(experiment), Set(experiment, firstSample: 100_000));
        var replicate = Of(("A", [good]), ("B", [bad]));
        Assert.That(() => copies.Add(replicate, ["A", "B"]), Throws.TypeOf<UserException>());
        Assert.That(copies.NearCopies, Is.Empty);
        copies.Add(replicate, ["A"]);
        Assert.That(copies.NearCopies.Single().Set, Is.EqualTo("A"));
    }

    [Test]
    public void Patients_of_joined_sets_are_as_many_as_there_are_however_their_runs_number_them()
    {
        var measures = Measures();
        Add(measures, Of(("A", [Set(experiment, every: 2), Set(experiment with { Sites = new SiteOptions { Mode = SiteMode.Pooled } }, every: 2)])));
        var patients = data.Sites.SelectMany(site => site.Training.Infos).Select(info => info.Patient).Distinct().Count();
        Assert.That(measures.Notes, Is.Empty);
        Assert.That(measures.Fidelity.Select(row => row.Patients).Distinct(), Is.EqualTo(new[] { patients }));
        Assert.That(measures.Copies.NearCopies.Single().Patients, Is.EqualTo(patients));
    }

    private DrawingMeasures Measures(DataPart part = DataPart.Validation) =>
        new(StudyFolder.Open(folder.Join("study"), experiment, overwrite: false), part, CPU, display, CancellationToken.None);

    private void Add(DrawingMeasures measures, Replicate replicate) => measures.Add(replicate, [.. replicate.Sets.Keys], [], data, network: null);

    private static Replicate Of(GivenSet set) => Of(("A", [set]));

    private static Replicate Of(params (string Label, IReadOnlyList<GivenSet> Sets)[] labels) => new(experiment, labels.ToDictionary(one => one.Label, one => one.Sets))
    {
        Names = labels.SelectMany(one => one.Sets).ToDictionary(set => set, set => Path.GetFileName(set.Folder)),
    };

    private GivenSet Set(Experiment run, int size = 16, int? firstSample = null, int every = 1)
    {
        using var drawn = Dataset.Load(run, CPU);
        var path = folder.Join(Guid.NewGuid().ToString());
        Directory.CreateDirectory(path);
        var lines = new List<string> { "image,mask,site,patient,sample,mixed" };
        foreach (var (site, samples) in drawn.Sites.Select(site => (site.Name, site.Training)))
        {
            for (var position = 0; position < samples.Count; position += every)
            {
                using var scope = NewDisposeScope();
                var (name, info) = ($"{site}-{position}", samples.Infos[position]);
                Save(Path.Combine(path, name + ".png"), TensorPicture.Of(samples.Take([position], random: null).Image[0].narrow(1, 0, size).narrow(2, 0, size)));
                Save(Path.Combine(path, name + "-mask.png"), TensorPicture.Of(samples.TumourMasks([position])[0].narrow(1, 0, size).narrow(2, 0, size) * 2 - 1));
                lines.Add($"{name}.png,{name}-mask.png,{site},{site}-p{info.PatientId:0000},{(lines.Count == 1 ? firstSample : null) ?? info.Id},false");
            }
        }

        File.WriteAllLines(Path.Combine(path, "manifest.csv"), lines);
        File.WriteAllText(Path.Combine(path, "config.yaml"), ExperimentWriter.Write(run));
        return new GivenSet(path, path, null);
    }

    private static void Save(string path, PixelArray pixels)
    {
        using var file = File.Create(path);
        PngFile.Write(pixels, file);
    }
}
