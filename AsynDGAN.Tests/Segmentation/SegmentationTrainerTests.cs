using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Segmentation;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Segmentation;

public class SegmentationTrainerTests
{
    private static readonly SegmentationOptions Small = new()
    {
        Filters = 4,
        Depth = 2,
        Steps = 80,
        BatchSize = 4,
        LearningRate = 0.01,
        Fedavg = new FedAvgOptions { Rounds = 4 },
    };

    [Test]
    public void It_learns_bright_squares([Values] SegmentationAugment augment)
    {
        using var scope = NewDisposeScope();
        using var images = Squares(seed: 1, count: 12);
        using var unseen = Squares(seed: 2, count: 12);
        var network = SegmentationTrainer.Train(Small with { Augment = augment }, images, 1, _ => { });
        network.eval();
        var (pictures, masks) = All(unseen);
        Assert.That(Dice(network.call(pictures), masks), Is.GreaterThan(0.9));
    }

    [Test]
    public void The_same_seed_gives_the_same_network_and_another_another()
    {
        using var scope = NewDisposeScope();
        using var images = Squares(seed: 1, count: 6);
        var options = Small with { Steps = 5, Dropout = 0.3, Augment = SegmentationAugment.Full };
        var (first, again, other) = (Weights(1), Weights(1), Weights(2));
        Assert.Multiple(() =>
        {
            Assert.That(again, Is.EqualTo(first));
            Assert.That(other, Is.Not.EqualTo(first));
        });

        float[] Weights(int seed) => State(SegmentationTrainer.Train(options, images, seed, _ => { }));
    }

    [Test]
    public void Averaging_over_one_site_is_plain_training()
    {
        using var scope = NewDisposeScope();
        using var images = Squares(seed: 1, count: 6);
        var options = Small with { Steps = 8 };
        using var trainer = new SegmentationTrainer(options, images, 1, "A");
        for (var step = 0; step < options.Steps; step++)
        {
            trainer.Step(step);
        }

        var (averaged, bytes) = FederatedAveraging.Train(options, [("A", images)], 1, _ => { });
        var state = averaged.state_dict().Values.Sum(t => t.numel() * t.ElementSize);
        Assert.Multiple(() =>
        {
            Assert.That(State(averaged), Is.EqualTo(State(trainer.Network)));
            Assert.That(bytes, Is.EqualTo(4 * 2 * state), "up and down in each of four rounds");
        });
    }

    [Test]
    public void The_average_is_weighted()
    {
        using var scope = NewDisposeScope();
        var networks = new[] { 1, 2 }.Select(seed => SegmentationTrainer.NewNetwork(Small, 1, seed)).ToArray();
        var (a, b) = (State(networks[0]), State(networks[1]));
        FederatedAveraging.Average(networks, [0.25, 0.75]);
        Assert.Multiple(() =>
        {
            Assert.That(State(networks[0]), Is.EqualTo(a.Zip(b, (x, y) => 0.25f * x + 0.75f * y)).Within(1e-6));
            Assert.That(State(networks[1]), Is.EqualTo(State(networks[0])));
        });
    }

    [Test]
    public void A_step_leaks_no_tensor()
    {
        using var scope = NewDisposeScope();
        using var images = Squares(seed: 1, count: 6);
        using var trainer = new SegmentationTrainer(Small with { Augment = SegmentationAugment.Full }, images, 1);
        trainer.Step(0);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        trainer.Step(1);
        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    [Test]
    public void The_loss_is_one_minus_soft_dice_plus_cross_entropy()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 0f, 0, 0, 0 }, [1, 1, 2, 2]);
        var masks = tensor(new[] { 1f, 0, 0, 0 }, [1, 1, 2, 2]);

        // Probabilities of one half: (2 * 0.5 + 1) / (2 + 1 + 1), and log 2 a pixel.
        Assert.That(SegmentationLoss.Of(logits, masks).item<float>(), Is.EqualTo(0.5 + Math.Log(2)).Within(1e-6));
    }

    [TestCase(13, 18)]
    [TestCase(16, 16)]
    [TestCase(1, 1)]
    public void The_network_takes_any_size(int height, int width)
    {
        using var scope = NewDisposeScope();
        var network = SegmentationTrainer.NewNetwork(Small with { Depth = 3 }, 2, 1);
        network.eval();
        Assert.That(network.call(zeros(2, 2, height, width)).shape, Is.EqualTo(new long[] { 2, 1, height, width }));
    }

    private static (Tensor Images, Tensor Masks) All(LabelledImages images) => images.Take(Enumerable.Range(0, images.Count));

    /// <summary>Noisy dark images with a bright square each.</summary>
    private static LabelledImages Squares(int seed, int count)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)seed);
        var masks = zeros(count, 1, 16, 16);
        for (var i = 0; i < count; i++)
        {
            var (top, left) = (2 + (i * 5 + seed) % 7, 2 + (i * 3 + seed) % 7);
            masks[i, 0, top..(top + 5), left..(left + 5)] = tensor(1f);
        }

        var images = masks * 1.2 - 0.8 + 0.1 * rand([count, 1, 16, 16], generator: random);
        return new LabelledImages(images.DetachFromDisposeScope(), masks.to(uint8).DetachFromDisposeScope());
    }

    private static double Dice(Tensor logits, Tensor masks)
    {
        var inside = (logits > 0).to(float32);
        return (2 * (inside * masks).sum() / (inside.sum() + masks.sum())).item<float>();
    }

    private static float[] State(nn.Module network) =>
        [.. network.state_dict().Values.Where(t => t.is_floating_point()).SelectMany(t => t.detach().flatten().data<float>().ToArray())];
}
