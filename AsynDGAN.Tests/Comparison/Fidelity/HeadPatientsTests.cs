using AsynDGAN.Core;
using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Comparison.Fidelity;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HeadPatientsTests : IDisposable
{
    private static readonly Experiment experiment = new()
    {
        Seed = 1,
        Data = new DataOptions { ImageSize = 16, MinMaskPixels = 1, Phantom = new PhantomOptions { Institutions = 2, Patients = 12, Slices = 2 } },
        Training = new TrainingOptions { BatchSize = 1 },
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void Patients_that_runs_number_differently_are_known_by_who_they_are([Values] bool pooled)
    {
        var first = Set(experiment);
        var other = Set(pooled ? experiment with { Sites = new SiteOptions { Mode = SiteMode.Pooled } } : experiment with { Seed = 2 });
        Assert.That(Of(first, other), Is.EqualTo(first.Real.Concat(other.Real)));
        Assert.That(first.Real, Is.EquivalentTo(other.Real));
        Assert.That(first.Set.Patients.Concat(other.Set.Patients).Zip(first.Real.Concat(other.Real)).Distinct().Count(), Is.GreaterThan(first.Real.Distinct().Count()), "their numbers mix them up");
    }

    [Test]
    public void Where_numbers_tell_patients_apart_they_stay()
    {
        var seen = Set(experiment with { Data = experiment.Data with { Fold = new FoldOptions { Of = 2, Leave = 1 } } });
        var other = Set(experiment with { Data = experiment.Data with { Fold = new FoldOptions { Of = 2, Leave = 2 } } });
        Assert.That(Of(seen, other), Is.EqualTo(seen.Set.Patients.Concat(other.Set.Patients)));
        var (one, two) = (Set(Alone("site-1")), Set(Alone("site-2") with { Seed = 2 }));
        Assert.That(Of(one, two), Is.EqualTo(one.Set.Patients.Concat(two.Set.Patients)), "of two sites");

        static Experiment Alone(string site) => experiment with { Sites = new SiteOptions { Mode = SiteMode.Single, Only = site } };
    }

    [TestCase("the same", false)]
    [TestCase("another", true)]
    public void Sets_of_a_key_file_that_was_replaced_between_them_are_refused(string then, bool isRefused)
    {
        var keyed = experiment with { Sites = new SiteOptions { KeyFile = folder.Write("site.key", "the same") } };
        var first = Set(keyed);
        folder.Write("site.key", then);
        var second = Set(keyed);
        if (isRefused)
        {
            Assert.That(() => Of(first, second), Throws.TypeOf<UserException>().With.Property(nameof(UserException.Hint)).Contains("sites.key_file"));
        }
        else
        {
            Assert.That(Of(first, second), Is.EqualTo(first.Set.Patients.Concat(second.Set.Patients)));
        }
    }

    private static IReadOnlyList<string> Of(params (SyntheticSet Set, Experiment Data, IReadOnlyList<string> Real)[] sets) =>
        HeadPatients.Of([.. sets.Select(one => (one.Set, one.Data))], CPU, new RecordingDisplay(), CancellationToken.None);

    /// <summary>A set of the training samples of a run, with their patients' own names.</summary>
    private (SyntheticSet Set, Experiment Data, IReadOnlyList<string> Real) Set(Experiment run)
    {
        using var data = Dataset.Load(run, CPU);
        var name = Guid.NewGuid().ToString();
        folder.Write($"{name}/image.png", name);
        var heads = data.Sites.SelectMany(site => site.Training.Infos.Select(info => (Site: site.Name, Info: info))).ToList();
        folder.Write($"{name}/manifest.csv", "image,mask,site,patient,sample,mixed\n"
            + string.Concat(heads.Select(head => $"image.png,image.png,{head.Site},{head.Site}-p{head.Info.PatientId:0000},{head.Info.Id},false\n")));
        return (SyntheticSet.Of(new GivenSet(folder.Join(name), folder.Join(name), null)), run, [.. heads.Select(head => head.Info.Patient)]);
    }
}
