using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.Convolutions;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks;

public class NetworkLeakTests
{
    private static IEnumerable<TestCaseData> Networks =>
    [
        Case("resnet", () => new ResnetGenerator(2, 1, 2, 2, Norm.Instance, 0.5), [1, 2, 16, 16]),
        Case("resnet with batch norm", () => new ResnetGenerator(2, 1, 2, 2, Norm.Batch, 0), [1, 2, 16, 16]),
        Case("unet128", () => new UnetGenerator(2, 1, 1, 7, Norm.Instance, 0.5), [1, 2, 128, 128]),
        Case("resnet, resized", () => new ResnetGenerator(2, 1, 2, 2, Norm.Instance, 0, Upsampling.Resize), [1, 2, 16, 16]),
        Case("unet128, resized", () => new UnetGenerator(2, 1, 1, 7, Norm.Instance, 0, Upsampling.Resize), [1, 2, 128, 128]),
        Case("patch", () => new PatchDiscriminator(3, 2, 3, Norm.None, false), [1, 3, 32, 32]),
        Case("patch with spectral norm", () => new PatchDiscriminator(3, 2, 2, Norm.Batch, true), [2, 3, 32, 32]),
        Case("mlp generator", () => new MlpGenerator(3, 1, 4, 2), [5, 3, 1, 1]),
        Case("mlp discriminator", () => new MlpDiscriminator(2, 4, 2), [5, 2, 1, 1]),
        Case("pixel", () => new PixelDiscriminator(3, 2, Norm.Instance), [2, 3, 8, 8]),
    ];

    [TestCaseSource(nameof(Networks))]
    public void A_step_and_the_end_of_a_network_leave_no_tensors_behind(Func<nn.Module<Tensor, Tensor>> create, long[] shape)
    {
        var start = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var network = create();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var step = 0; step < 2; step++)
        {
            using var scope = NewDisposeScope();
            var output = network.call(rand(shape));
            Assert.That(scope.DisposablesCount, Is.EqualTo(2), "input and output; what lies between is freed at once");
            output.mean().backward();
        }

        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
        network.zero_grad();
        network.Dispose();
        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(start));
    }

    [Test]
    public void Losses_penalty_augmentation_and_check_leave_no_tensors_behind()
    {
        using var random = new Generator(1);
        using var network = new PatchDiscriminator(2, 2, 1, Norm.Instance, false);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var scope = NewDisposeScope())
        {
            var (condition, image) = (rand(2, 1, 16, 16), rand(2, 1, 16, 16));
            var joined = new DifferentiableAugmentation(2, 16, 16, random).Join(condition, image);
            var loss = GanLoss.WganGp.RealTerm(network.call(joined));
            var penalty = GradientPenalty.Of(network, joined, joined, rand(2));
            ConvolutionCheck.Run([new(network, [2, 2, 16, 16])]);
            Assert.That(scope.DisposablesCount, Is.EqualTo(7), "condition, image, joined, logits, alpha, loss, penalty");
            loss.backward();
            penalty.backward();
        }

        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    private static TestCaseData Case(string name, Func<nn.Module<Tensor, Tensor>> create, long[] shape) =>
        new TestCaseData(create, shape).SetArgDisplayNames(name);
}
