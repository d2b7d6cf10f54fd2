using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data.Points;

public class GaussianDataTests
{
    private static Experiment Points(SiteMode mode = SiteMode.Distributed, string? only = null, GaussianOptions? options = null) => new()
    {
        Data = new DataOptions { Source = DataSource.Gaussian, Gaussian = options ?? new GaussianOptions { Samples = 300 } },
        Sites = new SiteOptions { Mode = mode, Only = only },
        Training = new TrainingOptions { BatchSize = 4 },
    };

    [Test]
    public void Every_site_holds_the_pairs_of_its_component_only()
    {
        using var scope = NewDisposeScope();
        using var data = RunData.Load(Points(), CPU);
        Assert.That(data.Sites.Select(site => site.Name), Is.EqualTo(new[] { "component-1", "component-2", "component-3" }));
        foreach (var (j, site) in data.Sites.Index())
        {
            var (x, y) = All(site.Training);
            Assert.That(x.shape, Is.EqualTo(new long[] { 100, 3, 1, 1 }));
            Assert.That(y.shape, Is.EqualTo(new long[] { 100, 1, 1, 1 }));
            Assert.That(x.flatten(1).argmax(1).data<long>().ToArray(), Is.All.EqualTo(j));
            Assert.That(x.sum().item<float>(), Is.EqualTo(100), "one-hot");
            Assert.That(site.Validation.Count, Is.Zero);
            Assert.That(site.Validation.Take([], null).Image.shape, Is.EqualTo(new long[] { 0, 1, 1, 1 }));
        }
    }

    [Test]
    public void A_pooled_site_holds_all_of_them_mixed_and_a_single_one_its_own()
    {
        using var scope = NewDisposeScope();
        using var data = RunData.Load(Points(), CPU);
        using var pooled = RunData.Load(Points(SiteMode.Pooled), CPU);
        using var single = RunData.Load(Points(SiteMode.Single, "component-2"), CPU);
        var apart = data.Sites.SelectMany(site => Values(site.Training)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(pooled.Sites.Single().Name, Is.EqualTo(SitePartition.PooledSite));
            Assert.That(Values(pooled.Sites[0].Training), Is.EquivalentTo(apart));
            Assert.That(All(pooled.Sites[0].Training).Condition[..30].flatten(1).sum(0L).data<float>().ToArray(), Is.All.GreaterThan(0));
            Assert.That(Values(single.Sites.Single().Training), Is.EqualTo(Values(data.Sites[1].Training)));
            Assert.That(single.Distributed, Is.EqualTo(data.Distributed).And.EqualTo(pooled.Distributed));
            Assert.That(((IRunData)single).OneLine, Is.EqualTo("data: the component component-2 of 3 components, 100 points"));
            Assert.That(((IRunData)data).OneLine, Is.EqualTo("data: 3 components, 300 points"));
            Assert.That(((IRunData)single).Facts, Does.Contain("component-1 (left out)  100 ").And.Contain("component-2             100 "));
            Assert.That(single.Fingerprint, Is.EqualTo(data.Fingerprint));
        });
    }

    [Test]
    public void A_withheld_condition_has_no_channel_and_a_ring_lies_in_the_plane()
    {
        using var data = RunData.Load(Points(options: new GaussianOptions { Condition = GaussianCondition.Withheld, Ring = 2, Samples = 20 }), CPU);
        Assert.That(data.Sites[0].Training.ConditionShape, Is.EqualTo(new long[] { 0, 1, 1 }));
        Assert.That(data.Sites[0].Training.ImageShape, Is.EqualTo(new long[] { 2, 1, 1 }));
    }

    [Test]
    public void The_seed_decides_the_points_and_weights_their_numbers()
    {
        using var first = RunData.Load(Points(options: new GaussianOptions { Weights = [6, 3, 1], Samples = 100 }), CPU);
        using var again = RunData.Load(Points(options: new GaussianOptions { Weights = [6, 3, 1], Samples = 100 }), CPU);
        using var other = RunData.Load(Points() with { Seed = 2 }, CPU);
        using var one = RunData.Load(Points(), CPU);
        Assert.That(first.Distributed.Select(site => site.TrainingSamples), Is.EqualTo(new[] { 60, 30, 10 }));
        Assert.That(again.Fingerprint, Is.EqualTo(first.Fingerprint));
        Assert.That(other.Fingerprint, Is.Not.EqualTo(one.Fingerprint));
    }

    [Test]
    public void Unknown_sites_and_components_without_a_batch_are_refused()
    {
        Assert.That(
            () => RunData.Load(Points(SiteMode.Single, "component-9"), CPU),
            Throws.TypeOf<UserException>().With.Message.EqualTo("sites.only: there is no site 'component-9'"));
        Assert.That(
            () => RunData.Load(Points(options: new GaussianOptions { Samples = 6 }), CPU),
            Throws.TypeOf<UserException>().With.Message.EqualTo("component-1 has 2 of data.gaussian.samples 6, fewer than training.batch_size 4"));
        Assert.That(() => Dataset.Load(Points(), CPU), Throws.TypeOf<UserException>().With.Message.Contains("no images"));
    }

    private static PairBatch All(IPairs pairs) => pairs.Take([.. Enumerable.Range(0, pairs.Count)], null);

    private static float[] Values(IPairs pairs) => All(pairs).Image.data<float>().ToArray();
}
