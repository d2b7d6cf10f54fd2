using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Federation;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Training;

public class CentreTests
{
    [Test]
    public void A_step_leaks_no_tensor([Values] bool everything, [Values] bool sideBySide)
    {
        using var scope = NewDisposeScope();
        using var workers = sideBySide ? new CoreWorkers(2) : null;
        using var federation = new SmallFederation(everything ? WithEverything : SmallFederation.Default, [4, 6], workers: workers);
        federation.Centre.Step(0).Dispose();
        var before = Alive(workers);
        for (var step = 1; step < 4; step++)
        {
            federation.Centre.Step(step).Dispose();
        }

        federation.Centre.Preview(1, 2);
        Assert.That(Alive(workers), Is.EqualTo(before));
    }

    [Test]
    public void A_groups_graph_is_gone_before_the_next_groups_begins([Values(4, 10)] int sites, [Values(1, 2)] int group)
    {
        using var scope = NewDisposeScope();
        var alive = new List<long>();
        using var federation = new SmallFederation(
            SmallFederation.Default, [.. Enumerable.Repeat(4, sites)], wrap: site => new Watched(site, () => alive.Add(Alive(workers: null))), sitesPerGroup: group);
        federation.Centre.Step(0).Dispose();
        alive.Clear();
        federation.Centre.Step(1).Dispose();

        // Nothing but each earlier site's row of losses stays.
        var begins = alive.Where((_, j) => j % group == 0).ToArray();
        Assert.That(begins, Is.EqualTo(Enumerable.Range(0, sites / group).Select(g => begins[0] + g * group)));
    }

    [Test]
    public void A_group_in_one_pass_is_equal_to_site_by_site_up_to_rounding([Values(2, 3, 8)] int group, [Values] bool alone)
    {
        using var scope = NewDisposeScope();
        var experiment = alone ? SmallFederation.Default : SmallFederation.Default with { Generator = SmallFederation.Default.Generator with { Norm = Norm.Batch, Dropout = 0.5 } };
        using var siteBySite = new SmallFederation(experiment, [4, 6, 5, 4], sitesPerGroup: 1);
        using var grouped = new SmallFederation(experiment, [4, 6, 5, 4], sitesPerGroup: group);
        for (var step = 0; step < 2; step++)
        {
            TensorAssert.IsClose(grouped.Centre.Step(step), siteBySite.Centre.Step(step), rtol: 1e-3, atol: 1e-5, $"losses of step {step + 1}");
        }

        var (expected, got) = (siteBySite.CentreState(), grouped.CentreState());
        foreach (var name in expected.Keys.Where(name => name.StartsWith("adam/", StringComparison.Ordinal) && !name.EndsWith(".bias/exp_avg", StringComparison.Ordinal)))
        {
            TensorAssert.IsClose(tensor(got[name]), tensor(expected[name]), rtol: 1e-2, atol: 1e-5, name);
        }
    }

    [Test]
    public void With_batch_norm_the_statistics_of_a_group_are_those_of_its_sites_one_by_one()
    {
        using var scope = NewDisposeScope();
        var experiment = SmallFederation.Default with { Generator = SmallFederation.Default.Generator with { Norm = Norm.Batch, Dropout = 0.5 } };
        var states = new[] { 1, 3 }.Select(group =>
        {
            using var federation = new SmallFederation(experiment, [4, 6, 5], sitesPerGroup: group);
            federation.Centre.Step(0).Dispose();
            return federation.CentreState().Where(t => t.Key.Contains(".running_", StringComparison.Ordinal)).ToDictionary();
        }).ToArray();
        Assert.That(states[0], Is.Not.Empty);
        Assert.That(states[1], Is.EqualTo(states[0]));
    }

    [Test]
    public void The_bits_do_not_depend_on_the_number_of_workers([Values] bool everything)
    {
        using var scope = NewDisposeScope();
        var experiment = everything ? WithEverything : SmallFederation.Default;
        var trained = new[] { 1, 2, 4 }.Select(count =>
        {
            using var workers = new CoreWorkers(count);
            using var federation = new SmallFederation(experiment, [4, 6, 5, 4, 4], sitesPerGroup: 4, workers: workers);
            var losses = Enumerable.Range(0, 3).Select(step => federation.Centre.Step(step).data<float>().ToArray()).ToArray();
            return (Losses: losses, Generator: federation.CentreState(), Last: federation.Discriminator(4));
        }).ToArray();
        foreach (var other in trained[1..])
        {
            Assert.Multiple(() =>
            {
                Assert.That(other.Losses, Is.EqualTo(trained[0].Losses));
                Assert.That(other.Generator, Is.EqualTo(trained[0].Generator));
                Assert.That(other.Last, Is.EqualTo(trained[0].Last));
            });
        }
    }

    [Test]
    public void Each_exchange_has_its_own_draw_and_only_the_last_of_a_step_wants_a_critique()
    {
        using var scope = NewDisposeScope();
        var experiment = SmallFederation.Default with { Training = SmallFederation.Default.Training with { DiscriminatorSteps = 3 } };
        using var federation = new SmallFederation(experiment, [12], wrap: site => new RecordingSite(site));
        federation.Centre.Step(0);
        federation.Centre.Step(1);
        var site = (RecordingSite)federation.Sites[0];
        Assert.Multiple(() =>
        {
            Assert.That(site.Drawn.Select(c => c.Exchange), Is.EqualTo(new[] { 0L, 1, 2, 3, 4, 5 }));
            Assert.That(site.Fakes.Select(f => f.WantsCritique), Is.EqualTo(new[] { false, false, true, false, false, true }));
            Assert.That(site.Critiques.Select(c => c.Exchange), Is.EqualTo(new[] { 2L, 5 }));
            Assert.That(site.Drawn.SelectMany(c => c.Ids), Is.Unique);
        });
    }

    [Test]
    public void The_same_seed_gives_the_same_generator_and_another_seed_another()
    {
        using var scope = NewDisposeScope();
        var (first, again, other) = (Trained(WithEverything), Trained(WithEverything), Trained(WithEverything with { Seed = 2 }));
        Assert.Multiple(() =>
        {
            Assert.That(again, Is.EqualTo(first));
            Assert.That(other, Is.Not.EqualTo(first));
        });
    }

    [Test]
    public void Noise_makes_two_images_of_one_condition_and_without_it_they_are_equal([Values(0, 2)] int channels)
    {
        using var scope = NewDisposeScope();
        var experiment = SmallFederation.Default with
        {
            Generator = SmallFederation.Default.Generator with { NoiseChannels = channels, InitGain = 0.2 },
            Training = SmallFederation.Default.Training with { BatchSize = 1, LearningRate = 0 },
        };

        // One sample: every exchange draws the same condition.
        using var federation = new SmallFederation(experiment, [1], wrap: site => new RecordingSite(site));
        federation.Centre.Step(0);
        federation.Centre.Step(1);
        var fakes = ((RecordingSite)federation.Sites[0]).Fakes;
        Assert.That(fakes[0].Images.equal(fakes[1].Images).all().item<bool>(), Is.EqualTo(channels == 0));
    }

    [Test]
    public void An_infinite_gradient_under_finite_losses_is_found_in_G()
    {
        using var scope = NewDisposeScope();
        using var federation = new SmallFederation(SmallFederation.Default, [4, 4], wrap: site => new Overflowing(site));
        Assert.That(federation.Centre.FirstNotFinite(), Is.Null);
        Assert.That(federation.Centre.Step(0).isfinite().all().item<bool>(), Is.True);
        Assert.That(federation.Centre.FirstNotFinite(), Does.StartWith("network/"));
        Assert.That(((LocalSite)((Overflowing)federation.Sites[0]).Site).FirstNotFinite(), Is.Null);
    }

    [Test]
    public void A_pooled_site_passes_its_images_in_batches_and_updates_each_network_once()
    {
        using var scope = NewDisposeScope();
        var experiment = SmallFederation.Default with { Training = SmallFederation.Default.Training with { BatchSize = 1 } };
        using var inOne = new SmallFederation(experiment with { Training = experiment.Training with { BatchSize = 4 } }, [8]);
        using var inBatches = new SmallFederation(experiment, [8]);
        using var pooled = new Centre(
            experiment, inBatches.Schedule, inBatches.Sites, imagesPerSite: 4, () => Copy(inOne), sitesPerGroup: 1, workers: null);

        // With instance norm a batch's mean loss is the mean over its images, so one batch of four and four of one agree.
        var table = inOne.Centre.Step(0);
        TensorAssert.IsClose(pooled.Step(0), table, rtol: 1e-4, atol: 1e-6, "losses");
        var (expected, got) = (inOne.Discriminator(0), inBatches.Discriminator(0));
        foreach (var (name, values) in expected.Where(v => !Inert.Contains(v.Key)))
        {
            TensorAssert.IsClose(tensor(got[name]), tensor(values), rtol: 1e-3, atol: 1e-5, name);
        }
    }

    /// <summary>The count is the process's: what other tests left to the garbage collector must be gone before.</summary>
    /// <summary>Tensors of this thread and of its workers, who are two.</summary>
    private static long Alive(CoreWorkers? workers)
    {
        // Each of the two pieces waits for the other, so that each worker has one.
        using var both = new Barrier(2);
        var theirs = workers?.Map(2, _ =>
        {
            both.SignalAndWait();
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        });
        return DisposeScopeManager.Statistics.ThreadTotalLiveCount + (theirs?.Sum() ?? 0);
    }

    // A bias in front of an instance norm has no gradient but rounding, which Adam makes a step of.
    private static readonly string[] Inert = ["model.2.bias"];

    private static Experiment WithEverything => SmallFederation.Default with
    {
        Generator = SmallFederation.Default.Generator with { Dropout = 0.5, NoiseChannels = 1, Average = 0.9, Norm = Norm.Batch },
        Discriminator = SmallFederation.Default.Discriminator with { Augment = DiscriminatorAugment.Diff, SpectralNorm = true },
        Loss = SmallFederation.Default.Loss with { Gan = GanLoss.WganGp },
        Training = SmallFederation.Default.Training with { DiscriminatorSteps = 2 },
    };

    private static Dictionary<string, float[]> Trained(Experiment experiment)
    {
        using var federation = new SmallFederation(experiment, [4, 6]);
        for (var step = 0; step < 3; step++)
        {
            federation.Centre.Step(step).Dispose();
        }

        return federation.CentreState();
    }

    private static nn.Module<Tensor, Tensor> Copy(SmallFederation federation) => federation.NewGenerator();

    /// <summary>Calls back whenever the centre asks for conditions.</summary>
    private sealed class Watched(ISite site, Action drawn) : ISite
    {
        public SiteProfile Profile => site.Profile;

        public Conditions Draw(long exchange, int count)
        {
            drawn();
            return site.Draw(exchange, count);
        }

        public Critique? Answer(long exchange, Synthetic fakes) => site.Answer(exchange, fakes);

        public Conditions Enumerate(DataPart part, int from, int count) => site.Enumerate(part, from, count);

        public void Preview(int epoch, DataPart part, Synthetic fakes) => site.Preview(epoch, part, fakes);
    }

    /// <summary>Answers with an infinite gradient beside finite losses.</summary>
    private sealed class Overflowing(ISite site) : ISite
    {
        public ISite Site => site;

        public SiteProfile Profile => site.Profile;

        public Conditions Draw(long exchange, int count) => site.Draw(exchange, count);

        public Critique? Answer(long exchange, Synthetic fakes)
        {
            var critique = site.Answer(exchange, fakes)!;
            critique.Gradient.fill_(float.PositiveInfinity);
            return critique;
        }

        public Conditions Enumerate(DataPart part, int from, int count) => site.Enumerate(part, from, count);

        public void Preview(int epoch, DataPart part, Synthetic fakes) => site.Preview(epoch, part, fakes);
    }
}
