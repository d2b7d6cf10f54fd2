using AsynDGAN.Core.Platform;

namespace AsynDGAN.Tests.Platform;

public class NnPackTests
{
    [Test]
    [Platform("Linux,MacOsX", Reason = "libtorch has no NNPACK on Windows, and exports no switch")]
    public void It_is_off_once_the_process_is_prepared()
    {
        NativeRuntime.Prepare();
        Assert.That(NnPack.Enabled, Is.False);
    }

    [Test]
    public void A_switch_that_is_not_exported_is_no_failure()
    {
        Assert.That(LibTorchContext.TrySet("_ZN2at7Context7setNoneEb", true), Is.False);
        Assert.That(LibTorchContext.Get("_ZNK2at7Context4noneEv"), Is.Null);
    }
}
