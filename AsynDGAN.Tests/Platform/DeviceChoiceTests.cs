using AsynDGAN.Core;
using AsynDGAN.Core.Platform;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Platform;

public class DeviceChoiceTests
{
    [Test]
    public void Cpu_is_the_cpu()
    {
        Assert.That(DeviceChoice.Resolve("cpu").type, Is.EqualTo(DeviceType.CPU));
    }

    [Test]
    public void Auto_is_the_first_gpu_where_there_is_one()
    {
        Assert.That(DeviceChoice.Resolve("auto").ToString(), Is.EqualTo(cuda.is_available() ? "cuda:0" : "cpu"));
    }

    [TestCase("cuda")]
    [TestCase("cuda:1")]
    public void A_gpu_on_a_machine_without_one_is_refused(string wanted)
    {
        Gpu.IsNotWanted();
        var fault = Assert.Throws<UserException>(() => DeviceChoice.Resolve(wanted));
        Assert.That(fault!.Message, Is.EqualTo($"device: {wanted} was asked for, but no CUDA device was found."));
        Assert.That(fault.Hint, Does.Contain("--set device=cpu").And.Contain("-p:Torch=cuda").And.Contain("-p:Torch=external"));
    }

    [Test]
    public void A_gpu_beyond_the_last_is_refused()
    {
        Gpu.IsWanted();
        Assert.That(DeviceChoice.Resolve("cuda").ToString(), Is.EqualTo("cuda:0"));
        Assert.That(
            () => DeviceChoice.Resolve("cuda:99"),
            Throws.TypeOf<UserException>().With.Message.Contains($"only {cuda.device_count()} CUDA device(s) were found"));
    }

    [TestCase("cuda:99999999999")]
    public void A_number_that_no_gpu_can_have_is_refused(string wanted)
    {
        Assert.That(() => DeviceChoice.Resolve(wanted), Throws.TypeOf<UserException>());
    }
}
