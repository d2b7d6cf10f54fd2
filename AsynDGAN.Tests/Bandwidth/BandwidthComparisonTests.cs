using AsynDGAN.Core;
using AsynDGAN.Core.Bandwidth;
using AsynDGAN.Core.Benchmark;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Training;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Bandwidth;

public class BandwidthComparisonTests
{
    private const long ImageBytes = 4 * 3 * 256 * 256;

    /// <summary>The published setting: ten sites, 256x256 in three channels, weights alone.</summary>
    private static readonly TrainingSizes Published = new(
        10, 1, 1, 100, 1000, [3, 256, 256], [3, 256, 256], 4 * (11_383_427L + 2_768_705), 4 * 2_768_705L, 1_000_000, 256 * 64 * 64);

    [Test]
    public void At_the_published_setting_every_way_moves_what_its_formula_says()
    {
        var rows = new BandwidthComparison(Published, new BoundaryOptions(), averagingRounds: 20).Rows;
        const long gan = 2 * 10 * 4 * (11_383_427L + 2_768_705);
        Assert.Multiple(() =>
        {
            // An image is 0.786 MB, G and D both ways are 113 MB; headers are less than 200 bytes a step.
            Assert.That(Core.Federation.MessageSize.Synthetic([1, 3, 256, 256]) / 1e6, Is.EqualTo(0.786).Within(0.001));
            Assert.That(new AveragingCost(Published.GanBytes, 10).RoundBytes / 10 / 1e6, Is.EqualTo(113).Within(0.5));
            Assert.That(rows[0].Whole, Is.EqualTo(1000 * 10 * 3 * ImageBytes).Within(1000 * 10 * 200));
            Assert.That(rows[1].Whole, Is.EqualTo(rows[0].Whole));
            Assert.That(rows[2].Whole, Is.EqualTo(rows[1].Whole / 2).Within(1000 * 10 * 200));
            Assert.That(rows[3].Whole, Is.EqualTo(1000 * 10 * (2 * ImageBytes / 2 + ImageBytes / 32)).Within(1000 * 10 * 250));
            Assert.That(rows.Skip(4).Take(4).Select(row => row.Whole), Is.EqualTo(new[] { 1000 * gan, 200 * gan, 20 * gan, 10 * gan }));
            Assert.That(rows[8].Whole, Is.EqualTo(1000 * 10 * 5 * ImageBytes + 10 * 10 * 4 * 2_768_705L).Within(1000 * 10 * 300));
            Assert.That((rows[9].Epoch, rows[9].Whole), Is.EqualTo(((double?)null, 20 * 2 * 10 * 1_000_000.0)));
            Assert.That(rows[10].Whole, Is.EqualTo(1000 * 10 * 2 * 4 * 256 * 64 * 64L));
            Assert.That(rows.Where(row => row.Epoch is not null).Select(row => row.Whole / row.Epoch!.Value), Is.All.EqualTo(10).Within(1e-9));
        });
    }

    [Test]
    public void Below_the_break_even_asyndgan_is_cheaper_and_above_it_averaging_is()
    {
        var rows = new BandwidthComparison(Published with { Steps = 1200 }, new BoundaryOptions(), 20).Rows;
        Assert.That(rows[0].BreakEven, Is.EqualTo(48).Within(0.1));
        Assert.That(rows[0].Whole, Is.LessThan(rows[5].Whole).And.GreaterThan(rows[6].Whole), "5 and 50 local steps");
        Assert.That(rows[2].BreakEven, Is.EqualTo(96).Within(0.1));
    }

    [TestCase(30, true)]
    [TestCase(1000, false)]
    public void In_a_training_shorter_than_the_break_even_asyndgan_is_cheaper_at_any_number_of_local_steps(int steps, bool always)
    {
        var comparison = new BandwidthComparison(Published with { Steps = steps }, new BoundaryOptions(), 20);
        Assert.That(comparison.Rows.Skip(4).Take(4).All(row => row.Whole > comparison.Rows[0].Whole), Is.EqualTo(always));
        Assert.That(comparison.ToText(), always ? Does.Contain($"the whole training has {steps}, so that it is at any number") : Does.Contain("with more federated averaging is"));
    }

    [Test]
    public void A_training_of_any_length_moves_a_positive_number_of_bytes()
    {
        var rows = new BandwidthComparison(Published with { Steps = long.MaxValue / 4, UnetBytes = long.MaxValue / 4 }, new BoundaryOptions(), int.MaxValue).Rows;
        Assert.That(rows[4].Whole, Is.EqualTo(long.MaxValue / 4 * (2.0 * 10 * Published.GanBytes)).Within(1e-9).Percent);
        Assert.That(rows.Select(row => row.Whole), Is.All.GreaterThan(long.MaxValue), "none is cut, and none is below 0");
    }

    [Test]
    public void One_site_alone_exchanges_its_discriminator_with_nobody()
    {
        var row = new BandwidthComparison(Published with { Sites = 1 }, new BoundaryOptions(), 20).Rows[8];
        Assert.That(row.Formula, Is.EqualTo("S N (2 c + 2 f + g), float32"));
        Assert.That(row.Whole, Is.EqualTo(1000 * 5 * ImageBytes).Within(1000 * 300));
    }

    [Test]
    public void A_round_of_less_than_its_local_steps_is_a_round()
    {
        var rows = new BandwidthComparison(Published with { Steps = 51 }, new BoundaryOptions(), 20).Rows;
        Assert.That(rows[6].Whole, Is.EqualTo(2 * 2 * 10 * Published.GanBytes));
    }

    [TestCase(ElementType.Float32, false, 1)]
    [TestCase(ElementType.Float16, true, 2)]
    public void What_a_training_moves_is_what_its_ledger_counts_to_the_byte(ElementType type, bool packs, int discriminatorSteps)
    {
        using var scope = NewDisposeScope();
        var experiment = new Experiment
        {
            Name = "tiny",
            Device = "cpu",
            Data = new DataOptions { ImageSize = 16 },
            Generator = new GeneratorOptions { Blocks = 1, Filters = 2 },
            Discriminator = new DiscriminatorOptions { Layers = 1, Filters = 2 },
            Segmentation = new SegmentationOptions { Filters = 2, Depth = 2 },
            Boundary = new BoundaryOptions { ElementType = type, PackConditions = packs, Losses = BoundaryLosses.Fakes },
            Training = new TrainingOptions { BatchSize = 2, Steps = 3, DiscriminatorSteps = discriminatorSteps },
        };
        using var data = EmbeddedData.Make(experiment, 3, CPU);
        using var simulation = Simulation.Build(experiment, data, CPU, folder: null);
        for (var step = 0; step < 3; step++)
        {
            simulation.Centre.Step(step);
        }

        var counted = simulation.Ledger.Totals.Where(traffic => traffic.Kind is "conditions" or "fakes" or "critique").Sum(traffic => traffic.Bytes);
        var comparison = new BandwidthComparison(TrainingSizes.Of(experiment, data), experiment.Boundary, 20);
        Assert.That(comparison.Rows[0].Whole, Is.EqualTo(counted));
        Assert.That(comparison.ToText(), Does.Contain("with fewer local steps AsynDGAN").And.Contain("| split learning of G | S N 2 a |"));
    }

    [Test]
    public void The_middle_of_a_generator_is_behind_half_its_layers_and_a_u_net_s_skips_cross_too()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        using var resnet = GeneratorFactory.Create(new GeneratorOptions { Blocks = 4, Filters = 2 }, 2, 1, random);
        using var unet = GeneratorFactory.Create(new GeneratorOptions { Network = GeneratorNetwork.Unet128, Norm = Norm.None, Filters = 2 }, 2, 1, random);
        Assert.Multiple(() =>
        {
            Assert.That(MiddleOfGenerator.Numbers(resnet, [1, 2, 16, 16]), Is.EqualTo(8 * 4 * 4));

            // The maps on the way down: 2, 4, 8 and then 16 channels, from 64x64 to 1x1.
            Assert.That(MiddleOfGenerator.Numbers(unet, [1, 2, 128, 128]), Is.EqualTo(2 * 64 * 64 + 4 * 32 * 32 + 8 * 16 * 16 + 16 * (8 * 8 + 4 * 4 + 2 * 2 + 1)));
        });
    }

    [TestCase(SiteMode.Pooled, DataSource.Phantom, "sites.mode")]
    [TestCase(SiteMode.Distributed, DataSource.Gaussian, "data.source")]
    public void What_has_no_ways_to_compare_is_refused(SiteMode mode, DataSource source, string named) => Assert.That(
        () => TrainingSizes.Refuse(new Experiment { Sites = new SiteOptions { Mode = mode }, Data = new DataOptions { Source = source } }),
        Throws.TypeOf<UserException>().With.Message.Contains(named));
}
