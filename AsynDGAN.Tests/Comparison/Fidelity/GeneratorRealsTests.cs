using AsynDGAN.Core;
using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Comparison.Fidelity;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GeneratorRealsTests : IDisposable
{
    private static readonly Experiment run = new()
    {
        Data = new DataOptions
        {
            ImageSize = 16,
            MinMaskPixels = 1,
            ValidationFraction = 0.25,
            Fold = new FoldOptions { Of = 2, Leave = 1 },
            Phantom = new PhantomOptions { Institutions = 2, Patients = 8, Slices = 2 },
        },
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void Heads_of_a_set_that_has_its_numbers_from_another_key_are_those_that_it_was_drawn_of()
    {
        var set = run with { Sites = new SiteOptions { KeyFile = folder.Write("site.key", "a secret") } };
        using var reals = GeneratorReals.Of(Dataset.Load(run, CPU), SiteKey.Of(run), SiteKey.Of(set));
        using var drawn = Dataset.Load(set, CPU);
        var heads = Heads(drawn).ToList();
        Assert.That(heads.Select(head => reals.HeadOf(head.Site, head.Info.Id, Named(head)).Info.Name), Is.EqualTo(heads.Select(head => head.Info.Name)));
        Assert.That(heads.Select(head => reals.HeadOf(head.Site, head.Info.Id).IsSeen).Distinct().Count(), Is.EqualTo(2), "of the fold that was left out, too");
    }

    [Test]
    public void A_sample_that_is_of_another_patient_than_the_set_names_is_refused()
    {
        using var reals = GeneratorReals.Of(Dataset.Load(run, CPU));
        using var data = Dataset.Load(run, CPU);
        var heads = Heads(data).Where(head => head.Site == data.Sites[0].Name).ToList();
        var (first, other) = (heads[0], heads.First(head => head.Info.PatientId != heads[0].Info.PatientId));
        Assert.That(reals.HeadOf(first.Site, first.Info.Id, Named(first)).Info.Name, Is.EqualTo(first.Info.Name));
        Assert.That(
            () => reals.HeadOf(first.Site, first.Info.Id, Named(other)),
            Throws.TypeOf<UserException>().With.Message.Contains($"as one of {Named(other)}, and in its run's data it is one of {Named(first)}").And.Property(nameof(UserException.Hint)).Contains("sites.key_file"));
    }

    private static IEnumerable<(string Site, SampleInfo Info)> Heads(Dataset data) =>
        data.Sites.SelectMany(site => site.Training.Infos.Concat(site.LeftOut.Infos).Select(info => (site.Name, info)));

    private static string Named((string Site, SampleInfo Info) head) => $"{head.Site}-p{head.Info.PatientId:D4}";
}
