using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Diagnosis;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Platform;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Diagnosis;

public class MachineCheckTests
{
    [Test]
    public void Every_kind_of_network_is_right_on_the_CPU_and_has_a_line()
    {
        var lines = new List<string>();
        Assert.That(MachineCheck.Run("cpu", lines.Add, new RecordingDisplay()), Is.Empty);
        Assert.Multiple(() =>
        {
            foreach (var name in new[] { "asyndgan", "TorchSharp", "libtorch", "runtime", "processor", "features", "threads", "allocator", "oneDNN", "NNPACK", "memory", "CUDA", "device", "recorded" })
            {
                Assert.That(lines.Count(line => line.StartsWith(name + ":", StringComparison.Ordinal)), Is.EqualTo(1), name);
            }

            Assert.That(lines.Single(line => line.StartsWith("memory:", StringComparison.Ordinal)), Does.Contain("three quarters of the limit in a container"));
            Assert.That(lines.Single(line => line.StartsWith("libtorch:", StringComparison.Ordinal)), Does.Contain(ExternalLibTorch.Version!));
            Assert.That(lines.Count(line => line.Contains(": ") && line.Contains("right (off by")), Is.EqualTo(NetworkKind.All.Count));
        });
    }

    [Test]
    public void All_networks_of_the_configuration_are_among_them()
    {
        var names = string.Join('\n', NetworkKind.All.Select(kind => kind.Name));
        Assert.Multiple(() =>
        {
            foreach (var network in Enum.GetValues<GeneratorNetwork>())
            {
                Assert.That(names, Does.Contain("generator " + network.ToString().ToLowerInvariant()));
            }

            Assert.That(names, Does.Contain("generator resnet, resized").And.Contains("generator unet128, resized"));
            foreach (var network in Enum.GetValues<DiscriminatorNetwork>())
            {
                Assert.That(names, Does.Contain("discriminator " + network.ToString().ToLowerInvariant()));
            }
        });
    }

    [Test]
    public void A_false_output_a_false_gradient_and_no_number_are_found_by_the_networks_name([Values(0, 1, 2)] int fault)
    {
        var lines = new List<string>();
        var wrong = MachineCheck.Run("cpu", lines.Add, new RecordingDisplay(), [new NetworkKind("a sound one", () => Network(null), [2, 3, 4, 4]), new NetworkKind("a broken one", () => Network(fault), [2, 3, 4, 4])]);
        Assert.That(wrong, Is.EqualTo(new[] { "a broken one" }));
        Assert.That(lines.Single(line => line.StartsWith("a broken one", StringComparison.Ordinal)), Does.Contain("WRONG"));
    }

    [Test]
    public void A_false_gradient_of_a_weight_that_others_exceed_by_far_is_found([Values(0, 0.2)] double fault)
    {
        var lines = new List<string>();
        var wrong = MachineCheck.Run("cpu", lines.Add, new RecordingDisplay(), [new NetworkKind("a deep one", () => new Uneven(fault), [2, 3, 4, 4])]);
        Assert.That(wrong, Has.Count.EqualTo(fault == 0 ? 0 : 1), lines[^1]);
    }

    [Test]
    public void A_network_that_is_off_with_one_input_alone_is_right_and_with_two_it_is_not([Values(1, 2)] int falseOnes)
    {
        // Of the networks that are made the first is for the convolutions, then two an input: in float64 and in float32.
        var made = 0;
        var wrong = MachineCheck.Run("cpu", _ => { }, new RecordingDisplay(), [new NetworkKind("a rare one", () => Network(made++ is var number && number > 1 && number <= 2 * falseOnes ? 1 : null), [2, 3, 4, 4])]);
        Assert.That(wrong, Has.Count.EqualTo(falseOnes - 1));
    }

    [Test]
    public void A_device_that_is_not_there_is_refused() =>
        Assert.That(() => MachineCheck.Run("cuda:99", _ => { }, new RecordingDisplay()), Throws.TypeOf<UserException>().With.Message.Contains("cuda:99"));

    private static nn.Module<Tensor, Tensor> Network(int? fault)
    {
        using var random = new Generator(1);
        return new Faulty(DiscriminatorFactory.Create(new DiscriminatorOptions { Network = DiscriminatorNetwork.Pixel, Filters = 2 }, 3, random), fault);
    }

    /// <summary>Two weights, of which one has three thousandths of the other's gradient; in float32 that one's is false.</summary>
    private sealed class Uneven : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Parameter large = new(ones(1, 3, 1, 1)), small = new(ones(1, 3, 1, 1));
        private readonly double fault;

        public Uneven(double fault)
            : base(nameof(Uneven))
        {
            this.fault = fault;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            var deep = input.dtype == ScalarType.Float64 ? small : small + fault * (small - small.detach());
            return input * large + 3e-3 * input * deep;
        }
    }

    /// <summary>Computes falsely in float32 only: an output that is off, a gradient that is off under a right output, or no number.</summary>
    private sealed class Faulty : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> inner;
        private readonly int? fault;

        public Faulty(nn.Module<Tensor, Tensor> inner, int? fault)
            : base(nameof(Faulty))
        {
            (this.inner, this.fault) = (inner, fault);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            var output = inner.call(input);
            return input.dtype == ScalarType.Float64 ? output : fault switch
            {
                0 => output * 1.1,
                1 => output + 0.2 * (output - output.detach()),
                2 => output / zeros_like(output),
                _ => output,
            };
        }
    }
}
