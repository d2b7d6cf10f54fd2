using AsynDGAN.Core.Platform.Recording;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Platform.Recording;

public class CudaRecorderTests
{
    [Test]
    public void A_cpu_records_nothing() =>
        Assert.That(CudaRecorder.For(CPU, _ => Assert.Fail()), Is.EqualTo(((CudaRecorder?)null, "a CPU records nothing")));

    [Test]
    public void A_libtorch_without_cuda_is_told_by_the_first_name_that_it_lacks()
    {
        Gpu.IsNotWanted();
        var (found, missing) = CudaFunctions.Find();
        Assert.That((found, missing), Is.EqualTo(((CudaFunctions?)null, "_ZN2at4cuda9CUDAGraphC1Eb")));
    }

    [Test]
    public void Recorded_work_computes_on_a_gpu_what_it_computes_plainly()
    {
        var device = FirstGpu();
        using var scope = NewDisposeScope();
        using var recorder = Recorder(device, _ => Assert.Fail("it was not recorded"));
        var (plain, recorded) = (zeros(8, device: device), zeros(8, device: device));
        using var work = new RecordedWork(inputs => [recorded.mul_(0.5).add_(inputs[0])], recorder);
        for (var call = 0; call < 50; call++)
        {
            var input = rand(8, device: device);
            work.Run(input);
            plain.mul_(0.5).add_(input);
        }

        Assert.That(work.IsRecorded);
        TensorAssert.IsClose(recorded.cpu(), plain.cpu(), 1e-6, 1e-6, "after 50 calls");
    }

    [Test]
    public void Work_that_the_host_reads_is_not_recorded_and_goes_on_plainly()
    {
        var device = FirstGpu();
        using var scope = NewDisposeScope();
        List<string> said = [];
        using var recorder = Recorder(device, said.Add);
        using var work = new RecordedWork(inputs => [inputs[0] + inputs[0].sum().item<float>()], recorder);
        for (var call = 0; call < 6; call++)
        {
            TensorAssert.AreEqual(work.Run(full(2, (float)call, device: device))[0].cpu(), full(2, 3f * call), $"call {call}");
        }

        Assert.That((work.IsRecorded, said.Count), Is.EqualTo((false, 1)));
        Assert.That(said[0], Does.StartWith("a step could not be recorded and is taken as it is"));

        // The device serves other recordings after one that failed.
        using var another = new RecordedWork(inputs => [inputs[0] * 2], recorder);
        for (var call = 0; call < 6; call++)
        {
            TensorAssert.AreEqual(another.Run(full(2, (float)call, device: device))[0].cpu(), full(2, 2f * call), $"call {call}");
        }

        Assert.That(another.IsRecorded);
    }

    private static Device FirstGpu()
    {
        Gpu.IsWanted();
        return device(DeviceType.CUDA, 0);
    }

    private static CudaRecorder Recorder(Device device, Action<string> say)
    {
        var (recorder, why) = CudaRecorder.For(device, say);
        if (recorder is null)
        {
            Assert.Ignore($"{TestContext.CurrentContext.Test.Name}: {why}");
        }

        return recorder!;
    }
}
