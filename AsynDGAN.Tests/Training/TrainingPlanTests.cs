using AsynDGAN.Core;
using AsynDGAN.Core.Benchmark;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Networks;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Training;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TrainingPlanTests : IDisposable
{
    private static readonly Experiment Plain = new()
    {
        Device = "cpu",
        Data = new DataOptions { ImageSize = 16 },
        Generator = new GeneratorOptions { Blocks = 1, Filters = 2 },
        Discriminator = new DiscriminatorOptions { Layers = 1, Filters = 2 },
        Training = new TrainingOptions { BatchSize = 2, Group = 1 },
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void The_memory_has_the_perceptual_networks_weights_and_what_it_makes_of_fakes_and_of_real_images()
    {
        using var scope = NewDisposeScope();
        var perceptual = WithTerm(VggSample.Write(folder.Join("vgg.safetensors"), VggSample.Weights(1)));
        using var data = EmbeddedData.Make(Plain, 2, CPU);
        using var network = PerceptualLoss.Network(folder.Join("vgg.safetensors"))!;
        var weights = network.parameters().Sum(parameter => parameter.numel());

        // Two images through ten convolutions and their ReLUs: of fakes twice for their gradients, and of real images.
        const long Outputs = 2 * ((4 + 4) * 16 * 16 + (6 + 6) * 8 * 8 + (8 + 8 + 8) * 4 * 4 + (10 + 10 + 10) * 2 * 2);
        Assert.That(TrainingPlan.Added(perceptual, data).Bytes - TrainingPlan.Added(Plain, data).Bytes, Is.EqualTo(4 * (weights + 2 * 3 * Outputs)));
    }

    [Test]
    public void The_memory_has_what_the_second_derivatives_of_wgan_gp_take()
    {
        using var data = EmbeddedData.Make(Plain, 2, CPU);
        var penalised = Plain with { Loss = new LossOptions { Gan = GanLoss.WganGp } };
        Assert.That(TrainingPlan.Added(penalised, data).Bytes, Is.GreaterThan(TrainingPlan.Added(Plain, data).Bytes));
    }

    [Test]
    public void What_the_training_would_refuse_of_the_perceptual_term_has_no_plan()
    {
        using var data = EmbeddedData.Make(Plain, 2, CPU);
        Assert.That(() => TrainingPlan.Check(WithTerm(folder.Join("none"))), Throws.TypeOf<UserException>().With.Message.Contains("there is no file"));
        Assert.That(() => TrainingPlan.Of(WithTerm(folder.Write("damaged", "text")), data), Throws.TypeOf<UserException>().With.Message.Contains("is not a sound safetensors file"));
    }

    [Test]
    public void Images_of_channels_that_the_perceptual_network_does_not_take_have_no_plan()
    {
        using var scope = NewDisposeScope();
        var perceptual = WithTerm(VggSample.Write(folder.Join("vgg.safetensors"), VggSample.Weights(1)));
        var two = perceptual with { Data = perceptual.Data with { Source = DataSource.Brats, Channels = ["t1", "t2"] } };
        using var data = EmbeddedData.Make(two, 2, CPU);
        Assert.That(() => TrainingPlan.Of(two, data), Throws.TypeOf<UserException>().With.Message.Contains("images of 1 or 3 channels, not 2"));
    }

    private static Experiment WithTerm(string weights) => Plain with { Loss = new LossOptions { LambdaPerceptual = 1, PerceptualWeights = weights } };
}
