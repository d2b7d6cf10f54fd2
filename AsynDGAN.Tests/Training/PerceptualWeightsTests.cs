using AsynDGAN.Core;
using AsynDGAN.Core.Benchmark;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks.Convolutions;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Networks;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Training;

public class PerceptualWeightsTests
{
    [Test]
    public void The_way_to_the_weights_is_told_in_lines_that_can_be_read_and_copied()
    {
        var fault = Assert.Throws<UserException>(() => PerceptualWeights.Find(new LossOptions { LambdaPerceptual = 1 }));
        Assert.That(fault.Hint, Does.Not.Contain("\\u000a").And.Contain("\n").And.Contain("  python -c \"import torch"));
    }

    [TestCase(SiteMode.Distributed, 2)]
    [TestCase(SiteMode.Pooled, 6)]
    public void A_script_is_tried_and_checked_on_as_many_images_as_pass_it_at_once(SiteMode mode, int images)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var path = ScriptSample.Write(folder.Join("maps.pt"), $"(x, x, x, torch.view(x, [{images}, 3, 16, 16]))");
        var experiment = Tiny(path, mode);
        using var data = EmbeddedData.Make(experiment, 3, CPU);
        Assert.That(
            SafeConvolutions.Ensure(PerceptualWeights.Networks(experiment, data), CPU, new RecordingDisplay()),
            Is.EqualTo($"convolutions: those of the script {path} checked against float64, all right"));
        using (var loss = PerceptualWeights.Load(experiment, data, CPU))
        {
            Assert.That(loss, Is.Not.Null);
        }

        ScriptSample.Write(path, "(x, x, x, torch.view(x, [1, 3, 8, 8]))");
        Assert.That(() => PerceptualWeights.Load(experiment, data, CPU), Throws.TypeOf<UserException>().With.Message.Contains($"fails on images [{images}, 3, 16, 16]"));
    }

    private static Experiment Tiny(string weights, SiteMode mode) => new()
    {
        Data = new DataOptions { ImageSize = 16 },
        Discriminator = new DiscriminatorOptions { Layers = 1, Filters = 2 },
        Sites = new SiteOptions { Mode = mode },
        Training = new TrainingOptions { BatchSize = 2 },
        Loss = new LossOptions { LambdaPerceptual = 1, PerceptualWeights = weights },
    };
}
