using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Training;

public class SimulationTests
{
    private static Experiment Phantom(SiteMode mode, string? only = null) => new()
    {
        Data = new DataOptions { ImageSize = 16, MinMaskPixels = 0, Phantom = new PhantomOptions { Institutions = 3, Patients = 4, Slices = 2 } },
        Sites = new SiteOptions { Mode = mode, Only = only },
        Generator = new GeneratorOptions { Blocks = 1, Filters = 2 },
        Discriminator = new DiscriminatorOptions { Layers = 1, Filters = 2 },
        Training = new TrainingOptions { BatchSize = 2, Epochs = 2, DecayEpochs = 1 },
    };

    [Test]
    public void A_pooled_run_makes_as_many_updates_from_as_many_images_as_a_distributed_one()
    {
        using var folder = new TemporaryFolder();
        var (distributed, pooled) = (Build(SiteMode.Distributed), Build(SiteMode.Pooled));
        Assert.Multiple(() =>
        {
            Assert.That(distributed.Sites, Is.EqualTo(new[] { "site-1", "site-2", "site-3" }));
            Assert.That(pooled.Sites, Is.EqualTo(new[] { "all" }));
            Assert.That(pooled.Steps, Is.EqualTo(distributed.Steps));
            Assert.That(pooled.ImagesPerStep, Is.EqualTo(distributed.ImagesPerStep).And.EqualTo(6));
            Assert.That(pooled.Samples, Is.EqualTo(distributed.Samples));
            Assert.That(pooled.FakesSeen, Is.EqualTo(distributed.FakesSeen));
        });

        (string[] Sites, long Steps, int ImagesPerStep, int Samples, long FakesSeen) Build(SiteMode mode)
        {
            using var scope = NewDisposeScope();
            var experiment = Phantom(mode);
            using var data = Dataset.Load(experiment, CPU);
            using var simulation = Simulation.Build(experiment, data, CPU, RunFolder.Create(folder.Path, overwrite: false));
            simulation.Centre.Step(0);
            simulation.Centre.Step(1);

            // Two bytes sums differ only in headers; the images are counted by their values.
            var fakes = simulation.Ledger.Totals.Where(t => t.Kind == "fakes").ToArray();
            var headers = fakes.Sum(t => t.Messages) * 57;
            return ([.. simulation.Sites.Select(s => s.Profile.Name)], simulation.Schedule.Steps, simulation.ImagesPerStep,
                simulation.Sites.Sum(s => s.Profile.TrainingSamples), (fakes.Sum(t => t.Bytes) - headers) / (4 * 16 * 16));
        }
    }

    [TestCase(SiteMode.Distributed)]
    [TestCase(SiteMode.Pooled)]
    public void A_step_takes_the_images_of_all_its_exchanges(SiteMode mode)
    {
        using var scope = NewDisposeScope();
        var experiment = Phantom(mode);
        experiment = experiment with { Training = experiment.Training with { DiscriminatorSteps = 2 } };
        using var data = Dataset.Load(experiment, CPU);
        using var simulation = Simulation.Build(experiment, data, CPU, folder: null);
        Assert.That(simulation.ImagesPerStep, Is.EqualTo(2 * 6));
    }

    [TestCase(GanLoss.WganGp, true)]
    [TestCase(GanLoss.Lsgan, false)]
    public void Second_derivatives_of_a_discriminator_are_checked_where_the_penalty_takes_them(GanLoss gan, bool taken)
    {
        using var scope = NewDisposeScope();
        var experiment = Phantom(SiteMode.Distributed) with { Loss = new LossOptions { Gan = gan } };
        using var data = Dataset.Load(experiment, CPU);
        var networks = Simulation.Networks(experiment, data, sitesPerGroup: 1);
        Assert.That(networks.Select(n => n.SecondDerivatives), Is.EqualTo(new[] { false, taken }));
        foreach (var network in networks)
        {
            network.Network.Dispose();
        }
    }

    [TestCase(Norm.Instance, 3, new[] { 3L, 1L }, new[] { 1L, 2L })]
    [TestCase(Norm.Instance, 2, new[] { 2L, 2L }, new[] { 1L, 2L })]
    [TestCase(Norm.Batch, 3, new long[0], new long[0])]
    public void Convolutions_are_checked_at_the_batch_sizes_of_groups(Norm norm, int group, long[] generator, long[] discriminator)
    {
        using var scope = NewDisposeScope();
        var experiment = Phantom(SiteMode.Distributed);
        experiment = experiment with
        {
            Data = experiment.Data with { Phantom = experiment.Data.Phantom with { Institutions = 4 } },
            Generator = experiment.Generator with { Norm = norm },
            Discriminator = experiment.Discriminator with { Norm = norm },
            Training = experiment.Training with { BatchSize = 1 },
        };
        using var data = Dataset.Load(experiment, CPU);
        var networks = Simulation.Networks(experiment, data, group);
        Assert.That(networks[0].Batches, Is.EqualTo(generator));
        Assert.That(networks[1].Batches, Is.EqualTo(discriminator));
        foreach (var network in networks)
        {
            network.Network.Dispose();
        }
    }

    [Test]
    public void A_single_run_sees_its_site_only_and_keeps_the_steps_of_the_distributed_one()
    {
        using var folder = new TemporaryFolder();
        var (experiment, whole) = (Phantom(SiteMode.Single, "site-2"), Phantom(SiteMode.Distributed));
        using var data = Dataset.Load(experiment, CPU);
        using var all = Dataset.Load(whole, CPU);
        using var simulation = Simulation.Build(experiment, data, CPU, RunFolder.Create(folder.Path, overwrite: false));
        Assert.Multiple(() =>
        {
            Assert.That(simulation.Sites.Select(s => s.Profile.Name), Is.EqualTo(new[] { "site-2" }));
            Assert.That(simulation.Schedule.Steps, Is.EqualTo(Simulation.ScheduleOf(whole, all).Steps));
        });
    }

    [Test]
    public void The_plan_says_the_bytes_that_a_step_sends([Values] SiteMode mode)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var experiment = Phantom(mode, mode == SiteMode.Single ? "site-1" : null);
        using var data = Dataset.Load(experiment, CPU);
        var plan = TrainingPlan.Of(experiment, data);
        using var simulation = Simulation.Build(experiment, data, CPU, RunFolder.Create(folder.Path, overwrite: false));
        simulation.Centre.Step(0);
        var crossed = simulation.Ledger.Totals.Where(t => t.Kind != "profile").ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(crossed.Where(t => t.Direction == "to centre").Sum(t => t.Bytes), Is.EqualTo(plan.BytesToCentre));
            Assert.That(crossed.Where(t => t.Direction == "to site").Sum(t => t.Bytes), Is.EqualTo(plan.BytesToSites));
        });
    }

    [Test]
    public void The_plan_counts_the_published_networks_parameters()
    {
        var published = Phantom(SiteMode.Distributed) with
        {
            Generator = new GeneratorOptions { Norm = Norm.Batch },
            Discriminator = new DiscriminatorOptions { Norm = Norm.Batch },
        };
        using var data = Dataset.Load(published with { Data = published.Data with { ImageSize = 32 } }, CPU);
        var plan = TrainingPlan.Of(published, data);

        // The published counts are for three channels in and out; the first and last layers here have two and one.
        Assert.Multiple(() =>
        {
            Assert.That(plan.GeneratorParameters, Is.EqualTo(11_383_427 - 64 * 49 - 2 * (64 * 49 + 1)));
            Assert.That(plan.DiscriminatorParameters, Is.EqualTo(2_768_705 - 3 * 64 * 16));
        });
    }
}
