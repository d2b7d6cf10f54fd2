using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Platform;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Platform;

public class ArithmeticTests
{
    [TearDown]
    public void Restore() => Arithmetic.Settle(Precision.Float32, CPU);

    [TestCase(Precision.Auto, false, null, Precision.Float32)]
    [TestCase(Precision.Auto, true, 9, Precision.Tf32)]
    [TestCase(Precision.Auto, true, 8, Precision.Tf32)]
    [TestCase(Precision.Auto, true, 7, Precision.Float32)]
    [TestCase(Precision.Auto, true, null, Precision.Float32)]
    [TestCase(Precision.Tf32, true, 8, Precision.Tf32)]
    [TestCase(Precision.Tf32, true, null, Precision.Tf32)]
    [TestCase(Precision.Tf32, true, 7, Precision.Float32)]
    [TestCase(Precision.Tf32, false, null, Precision.Float32)]
    [TestCase(Precision.Float32, true, 9, Precision.Float32)]
    [TestCase(Precision.Bfloat16, false, null, Precision.Bfloat16)]
    [TestCase(Precision.Bfloat16, true, 9, Precision.Bfloat16)]
    public void A_device_makes_what_it_has_of_a_wish(Precision wanted, bool onGpu, int? capability, Precision expected) =>
        Assert.That(Arithmetic.On(wanted, onGpu, capability), Is.EqualTo(expected));

    [TestCase(Precision.Auto, "precision: float32 (training.precision: auto)")]
    [TestCase(Precision.Float32, "precision: float32")]
    [TestCase(Precision.Tf32, "precision: float32 (training.precision: tf32)")]
    [TestCase(Precision.Bfloat16, "precision: bfloat16")]
    public void What_it_came_to_is_said(Precision wanted, string line)
    {
        Assert.That(Arithmetic.Settle(wanted, CPU).Line, Is.EqualTo(line));
        Assert.That(line, Does.StartWith("precision: " + Arithmetic.Name));
    }

    [Test]
    public void Where_bfloat16_is_slow_a_warning_names_the_factor()
    {
        Assert.That(Arithmetic.WarningOfBfloat16(onGpu: false, null, hasBfloat16: false), Does.Contain("avx512_bf16").And.Contain("30 to 60 times"));
        Assert.That(Arithmetic.WarningOfBfloat16(onGpu: false, null, hasBfloat16: true), Is.Null);
        Assert.That(Arithmetic.WarningOfBfloat16(onGpu: true, 7, hasBfloat16: true), Does.Contain("capability 7"));
        Assert.That(Arithmetic.WarningOfBfloat16(onGpu: true, 9, hasBfloat16: false), Is.Null);
        Assert.That(Arithmetic.Settle(Precision.Bfloat16, CPU).Warning is null, Is.EqualTo(Arithmetic.HasBfloat16));
        Assert.That(Arithmetic.Settle(Precision.Float32, CPU).Warning, Is.Null);
    }

    [Test]
    [Platform("Linux")]
    public void The_processor_is_asked_as_the_kernel_asks_it()
    {
        var flags = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal));
        Assume.That(flags, Is.Not.Null, "this kernel lists no flags");
        Assert.That(Arithmetic.HasBfloat16, Is.EqualTo(flags!.Split(' ').Contains("avx512_bf16")));
    }

    [Test]
    public void A_gpu_may_use_tf32_in_tf32_only()
    {
        foreach (var wanted in Enum.GetValues<Precision>())
        {
            Arithmetic.Settle(wanted, CPU);
            Assert.That((backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32), Is.EqualTo((false, false)), $"{wanted} on the CPU");
        }

        Gpu.IsWanted();
        Arithmetic.Settle(Precision.Tf32, device(DeviceType.CUDA, 0));
        Assert.That((backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32), Is.EqualTo((true, true)));
    }

    [TestCase("cpu", "true", "float32")]
    [TestCase("cuda:0", "true", "tf32")]
    [TestCase("cuda:0", "false", "float32")]
    public void What_an_earlier_version_computed_in_follows_from_its_device_and_its_key(string device, string tf32, string expected)
    {
        Assert.That(Arithmetic.Earlier(device, new Dictionary<string, string> { ["training.tf32"] = tf32 }), Is.EqualTo(expected));
        Assert.That(Arithmetic.Earlier(device, null), Is.EqualTo("float32"));
    }
}
