using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Training;

/// <summary>Points pass the same boundary as images: what it promises holds for them too.</summary>
public class PointTrainingTests
{
    private static Experiment Points(SiteMode mode = SiteMode.Distributed, GaussianOptions? options = null) => new()
    {
        Data = new DataOptions { Source = DataSource.Gaussian, Gaussian = options ?? new GaussianOptions { Samples = 60 } },
        Sites = new SiteOptions { Mode = mode, Only = mode == SiteMode.Single ? "component-2" : null },
        Generator = new GeneratorOptions { Network = GeneratorNetwork.Mlp, Layers = 1, Filters = 4, NoiseChannels = 2, Init = Initialisation.Kaiming },
        Discriminator = new DiscriminatorOptions { Network = DiscriminatorNetwork.Mlp, Layers = 1, Filters = 4, Init = Initialisation.Kaiming },
        Loss = new LossOptions { Gan = GanLoss.Minimax, Reconstruction = Reconstruction.None },
        Training = new TrainingOptions { BatchSize = 5, Steps = 8 },
    };

    [Test]
    public void The_ledger_holds_the_bytes_that_the_configuration_says([Values] SiteMode mode, [Values] GaussianCondition condition)
    {
        using var scope = NewDisposeScope();
        var experiment = Points(mode, new GaussianOptions { Samples = 60, Condition = condition });
        using var data = RunData.Load(experiment, CPU);
        var plan = TrainingPlan.Of(experiment, data);
        using var simulation = Simulation.Build(experiment, data, CPU, folder: null);
        simulation.Centre.Step(0);

        // Exchange 8, a tensor's type, rank and four dimensions 4 + 4 + 32, ids 8 each, a flag 1, six losses with header 40.
        long messages = mode == SiteMode.Distributed ? 3 : 1, points = mode == SiteMode.Single ? 5 : 15, channels = condition == GaussianCondition.Label ? 3 : 0;
        const long header = 8 + 40;
        var bytes = simulation.Ledger.Totals.Where(t => t.Kind != "profile").GroupBy(t => t.Kind).ToDictionary(k => k.Key, k => k.Sum(t => t.Bytes));
        Assert.Multiple(() =>
        {
            Assert.That(bytes["conditions"], Is.EqualTo(messages * header + points * (4 * channels + 8)));
            Assert.That(bytes["fakes"], Is.EqualTo(messages * (header + 1) + 4 * points));
            Assert.That(bytes["critique"], Is.EqualTo(messages * (header + 40) + 4 * points));
            Assert.That(plan.BytesToCentre, Is.EqualTo(bytes["conditions"] + bytes["critique"]));
            Assert.That(plan.BytesToSites, Is.EqualTo(bytes["fakes"]));
        });
    }

    [Test]
    public void Other_points_at_one_site_leave_the_update_of_another_discriminator_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var states = new[] { 0.5, 0.7 }.Select(second =>
        {
            using var scope = NewDisposeScope();
            var experiment = Points(options: new GaussianOptions { Components = [[-3, 2], [1, 1], [3, second]], Samples = 60 });
            using var data = RunData.Load(experiment, CPU);
            using var simulation = Simulation.Build(experiment, data, CPU, folder: null);
            simulation.Centre.Step(0);
            return simulation.Sites.Select((site, j) =>
            {
                site.Save(folder.Join($"{second}-{j}"));
                return File.ReadAllBytes(folder.Join($"{second}-{j}"));
            }).ToArray();
        }).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(states[1][0], Is.EqualTo(states[0][0]));
            Assert.That(states[1][1], Is.EqualTo(states[0][1]));
            Assert.That(states[1][2], Is.Not.EqualTo(states[0][2]));
        });
    }

    [Test]
    public void No_tensor_that_crosses_shares_its_storage_with_the_points()
    {
        using var scope = NewDisposeScope();
        using var data = RunData.Load(Points(), CPU);
        using var simulation = Simulation.Build(Points(), data, CPU, folder: null);
        var (site, pairs) = (simulation.Sites[0], data.Sites[0].Training);
        var conditions = site.Draw(0, 5);
        var given = pairs.Take([.. conditions.Ids.Select(id => id.Sample)], null);
        var before = given.Condition.clone();
        conditions.X.fill_(7);
        Assert.That(pairs.Take([.. conditions.Ids.Select(id => id.Sample)], null).Condition.equal(before).all().item<bool>(), Is.True);
        Assert.That(site.Enumerate(DataPart.Training, 0, 5).X.storage<float>().data_ptr(), Is.Not.EqualTo(conditions.X.storage<float>().data_ptr()));
    }

    [Test]
    public void A_step_leaves_no_tensors_behind()
    {
        using var data = RunData.Load(Points(), CPU);
        using var simulation = Simulation.Build(Points(), data, CPU, folder: null);
        simulation.Centre.Step(0).Dispose();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        simulation.Centre.Step(1).Dispose();
        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    [Test]
    public void A_preview_draws_a_plot_and_keeps_no_record_of_copying([Values(null, 2)] int? ring)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var run = RunFolder.Create(folder.Join("run"), overwrite: false);
        run.Begin("");
        var experiment = Points(options: new GaussianOptions { Samples = 60, Ring = ring });
        using var data = RunData.Load(experiment, CPU);
        using var simulation = Simulation.Build(experiment, data, CPU, run);
        simulation.Centre.Preview(1, 100);
        Assert.That(File.Exists(run.SampleSheet(1, "component-1", "")), Is.True);
        Assert.That(File.Exists(run.Copying), Is.False);
    }
}
