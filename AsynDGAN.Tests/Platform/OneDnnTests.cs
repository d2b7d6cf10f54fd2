using AsynDGAN.Core.Networks.Convolutions;
using AsynDGAN.Core.Platform;
using AsynDGAN.Tests.Networks;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Platform;

public class OneDnnTests
{
    private static readonly ConvolutionShape Shape = new(64, 64, 3, Padding: 1);

    [Test]
    public void Other_kernels_compute_while_it_is_off()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        var input = randn([2, 64, 32, 32], generator: random);
        var weight = randn(Shape.WeightShape, generator: random);
        var on = Shape.Apply(input, weight, null);

        using (new WithoutOneDnn())
        {
            Assert.That(OneDnn.Enabled, Is.False);
            var off = Shape.Apply(input, weight, null);
            TensorAssert.IsClose(off, on, 1e-4, 1e-3, "output");
            Assert.That(off.equal(on).all().item<bool>(), Is.False, "sums in another order differ in the last digits somewhere");
        }

        Assert.That(OneDnn.Enabled, Is.True);
        TensorAssert.AreEqual(Shape.Apply(input, weight, null), on, "output");
    }

    [Test]
    public void NnPack_stays_off_when_it_is_switched()
    {
        using (new WithoutOneDnn())
        {
            Assert.That(NnPack.Enabled, Is.Not.True);
        }

        Assert.That(NnPack.Enabled, Is.Not.True);
    }

    [Test]
    public void Unpadded_convolutions_that_are_off_on_this_machine_are_right_when_it_is_off()
    {
        var random = new Random(11);
        List<CheckedNetwork> layers = [];
        for (var i = 0; i < 40; i++)
        {
            var (inputs, outputs, kernel) = (random.Next(1, 129), random.Next(1, 129), random.Next(1, 8));
            var shape = new ConvolutionShape(inputs, outputs, kernel, Padding: 1, Transposed: random.Next(2) == 1);
            layers.Add(new(new PlainConvolution(shape), [2, inputs, 12, 12]));
        }

        var asItComes = ConvolutionCheck.Run(layers, (s, x, w, b) => s.Apply(x, w, b));
        TestContext.Out.WriteLine($"off on this machine: {asItComes.Off.Count} of {asItComes.Checked}");
        using var switched = new WithoutOneDnn();
        var off = ConvolutionCheck.Run(layers, (s, x, w, b) => s.Apply(x, w, b));
        Assert.That(off.Checked, Is.EqualTo(asItComes.Checked));
        Assert.That(off.Off, Is.Empty);
        layers.ForEach(layer => layer.Network.Dispose());
    }
}
