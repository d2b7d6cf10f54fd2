using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Federation;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data.Sites;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SiteKeyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void Numbers_are_a_permutation_that_key_site_and_purpose_give()
    {
        var numbers = Of(1).Numbers("A", "samples", 50);
        Assert.Multiple(() =>
        {
            Assert.That(numbers, Is.EquivalentTo(Enumerable.Range(0, 50)).And.Not.Ordered);
            Assert.That(Of(1).Numbers("A", "samples", 50), Is.EqualTo(numbers));
            Assert.That(Of(1).Numbers("B", "samples", 50), Is.Not.EqualTo(numbers));
            Assert.That(Of(1).Numbers("A", "patients", 50), Is.Not.EqualTo(numbers));
            Assert.That(Of(2).Numbers("A", "samples", 50), Is.Not.EqualTo(numbers));
        });
    }

    [Test]
    public void The_bytes_of_a_file_are_the_key_whatever_the_seed()
    {
        var path = folder.Join("site.key");
        File.WriteAllBytes(path, [0, 255, 13, 10]);
        var numbers = Of(1, path).Numbers("A", "samples", 50);
        Assert.That(Of(2, path).Numbers("A", "samples", 50), Is.EqualTo(numbers).And.Not.EqualTo(Of(1).Numbers("A", "samples", 50)));
        File.WriteAllBytes(path, [0, 255, 13, 11]);
        Assert.That(Of(1, path).Numbers("A", "samples", 50), Is.Not.EqualTo(numbers));
    }

    [Test]
    public void A_key_that_is_missing_empty_or_a_folder_is_named_with_what_to_do()
    {
        Assert.Multiple(() =>
        {
            Refused(folder.Join("none.key"), "does not exist");
            Refused(folder.Path, "is a folder");
            Refused(folder.Write("empty.key", ""), "is empty");
        });

        static void Refused(string path, string why)
        {
            var experiment = new Experiment { Sites = new SiteOptions { KeyFile = path } };
            var fault = Assert.Throws<UserException>(() => Dataset.Load(experiment, CPU))!;
            Assert.That(fault.Message, Does.StartWith($"sites.key_file: {path} {why}"));
            Assert.That(fault.Hint, Does.Contain("head -c 32 /dev/urandom"));
        }
    }

    [Test]
    public void What_crosses_does_not_follow_the_names_and_what_is_trained_on_is_the_same_with_every_key()
    {
        var path = folder.Write("site.key", "secret");
        using var plain = Load(null);
        using var keyed = Load(path);
        var (a, b) = (plain.Sites[0].Training, keyed.Sites[0].Training);
        Assert.Multiple(() =>
        {
            foreach (var set in new[] { a, b })
            {
                Assert.That(set.Infos.Select(info => info.Patient), Is.Ordered, "the site's own order, by which it trains");
                Assert.That(set.Infos.Select(info => info.PatientId), Is.Not.Ordered);
                Assert.That(set.Ids.Select(id => id.Sample), Is.Not.Ordered.And.Unique);
                Assert.That(set.Infos.Select(info => (info.Patient, info.PatientId)).Distinct().Count(), Is.EqualTo(set.Infos.Select(info => info.Patient).Distinct().Count()));
            }

            Assert.That(b.Ids, Is.Not.EqualTo(a.Ids));
            Assert.That(b.Infos.Select(info => info.Name), Is.EqualTo(a.Infos.Select(info => info.Name)));
            Assert.That(keyed.Fingerprint, Is.EqualTo(plain.Fingerprint));
        });
    }

    [Test]
    public void Conditions_are_enumerated_by_number()
    {
        using var data = Load(null);
        using var scope = NewDisposeScope();
        var training = data.Sites[0].Training;
        using var site = new LocalSite("site-1", seed: 1, training, data.Sites[0].Validation);
        var all = site.Enumerate(DataPart.Training, 0, 1000);
        Assert.That(all.Ids.Select(id => id.Sample), Is.Ordered);
        Assert.That(all.Ids, Is.EquivalentTo(training.Ids));
        for (var i = 0; i < all.Ids.Count; i++)
        {
            var position = training.Ids.ToList().IndexOf(all.Ids[i]);
            Assert.That(all.X[i].equal(training.Take([position]).Condition[0]).all().item<bool>(), $"{i}");
        }
    }

    private static SiteKey Of(int seed, string? path = null) => SiteKey.Of(new Experiment { Seed = seed, Sites = new SiteOptions { KeyFile = path } });

    private static Dataset Load(string? key) => Dataset.Load(
        new Experiment
        {
            Data = new DataOptions { ImageSize = 16, MinMaskPixels = 1, Phantom = new PhantomOptions { Institutions = 1, Patients = 20, Slices = 2 } },
            Sites = new SiteOptions { KeyFile = key },
        },
        CPU);
}
