using AsynDGAN.Core.Bandwidth;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation;

namespace AsynDGAN.Tests.Bandwidth;

public class AveragingCostTests
{
    private const long Parameters = 11_383_427 + 2_768_705;

    [Test]
    public void At_the_published_setting_averaging_is_cheaper_from_48_local_steps_a_round()
    {
        // 256x256 with 3 channels: 0.79 MB each way for a picture, 56.6 MB one way for both networks.
        var cost = new AveragingCost(4 * Parameters, Sites: 10);
        long[] shape = [1, 3, 256, 256];
        var step = MessageSize.Conditions(shape) + MessageSize.Synthetic(shape) + MessageSize.Critique(shape);
        Assert.Multiple(() =>
        {
            Assert.That(MessageSize.Synthetic(shape) / 1e6, Is.EqualTo(0.79).Within(0.005));
            Assert.That(cost.NetworkBytes / 1e6, Is.EqualTo(56.6).Within(0.05));
            Assert.That(cost.BreakEvenSteps(step), Is.EqualTo(48).Within(0.1));
            Assert.That(cost.RoundBytes, Is.EqualTo(2 * 10 * cost.NetworkBytes));
        });
    }

    [Test]
    public void The_published_networks_cross_with_their_running_statistics()
    {
        var experiment = new Experiment
        {
            Generator = new GeneratorOptions { Norm = Norm.Batch },
            Discriminator = new DiscriminatorOptions { Norm = Norm.Batch },
        };

        // Batch norm keeps two numbers a channel and a counter a layer.
        const long Channels = 64 + 128 + 256 + 18 * 256 + 128 + 64 + (128 + 256 + 512), Layers = 23 + 3;
        Assert.That(
            NetworkBytes.OfGan(experiment, conditionChannels: 3, imageChannels: 3),
            Is.EqualTo(4 * Parameters + 2 * 4 * Channels + 8 * Layers));
    }

    [Test]
    public void At_the_break_even_both_ways_move_the_same()
    {
        var cost = new AveragingCost(NetworkBytes: 600, Sites: 4);
        const double StepBytes = 50;
        Assert.That(cost.BreakEvenSteps(StepBytes) * StepBytes * 4, Is.EqualTo(cost.RoundBytes));
    }
}
