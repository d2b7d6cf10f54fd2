using AsynDGAN.Core.Networks.Convolutions;

namespace AsynDGAN.Tests.Networks.Convolutions;

public class ComputedWithTests
{
    private static readonly ComputedWith here = new("cuda:0", 2, "tf32", WithoutOneDnn: false, "2.11.0", "a processor (avx2)", "a GPU");

    [Test]
    public void Another_libtorch_processor_or_GPU_is_told_as_another_device_is()
    {
        ComputedWith[] others = [here with { LibTorch = "2.10.0" }, here with { Processor = "a processor (avx2, fma)" }, here with { Gpu = "another" }, here with { Device = "cpu" }, here with { Threads = 1 }];
        Assert.That(others.Select(here.IsLike), Is.All.False);
        Assert.That(here.IsLike(here with { }), Is.True);
        Assert.That($"{here}", Is.EqualTo("cuda:0 (a GPU) with 2 thread(s) in tf32, on a processor (avx2), by libtorch 2.11.0"));
    }

    [Test]
    public void What_was_not_recorded_cannot_differ()
    {
        var earlier = new ComputedWith("cuda:0", 2, "tf32", WithoutOneDnn: false);
        Assert.That((here.IsLike(earlier), earlier.IsLike(here)), Is.EqualTo((true, true)));
        Assert.That(here.IsLike(earlier with { LibTorch = "2.10.0" }), Is.False);
        Assert.That($"{earlier with { WithoutOneDnn = true }}", Is.EqualTo("cuda:0 with 2 thread(s) in tf32, without oneDNN"));
    }
}
