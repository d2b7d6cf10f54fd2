using System.Globalization;
using System.Runtime.InteropServices;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Platform.Recording;
using AsynDGAN.Core.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Diagnosis;

/// <summary>What the program runs on: names and values, a line each.</summary>
internal static class MachineFacts
{
    private static readonly string[] ofThreads = ["OMP_NUM_THREADS", "MKL_NUM_THREADS", "OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "OMP_PROC_BIND", "KMP_AFFINITY"];

    /// <summary>All of them.</summary>
    /// <param name="device">The device that is checked.</param>
    public static IEnumerable<(string Name, string Value)> Of(Device device)
    {
        yield return ("asyndgan", Provenance.ProgramVersion());
        yield return ("TorchSharp", $"{typeof(torch).Assembly.GetName().Version}, built for libtorch {torch.__version__}");
        yield return ("libtorch", $"{ExternalLibTorch.Version ?? "of unknown version"}, {LoadedLibrary.PathOf("torch_cpu") ?? "its place is not known"}");
        yield return ("runtime", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier})");
        yield return ("processor", Provenance.ProcessorName());
        yield return ("features", string.Join(", ", ProcessorKind.Features.Select(feature => $"{feature.Name} {(feature.Has ? "yes" : "no")}")));
        yield return ("threads", $"{get_num_threads()} an operation, {get_num_interop_threads()} between operations; {Chosen(ofThreads, NativeRuntime.WaitsBriefly ? "they spin briefly, then sleep" : "they wait as libtorch has it")}");
        yield return ("allocator", Chosen(NativeRuntime.AllocatorVariables, NativeRuntime.KeepsLargeBlocks ? "large blocks are kept" : "as the system has it"));
        yield return ("oneDNN", OneDnn.Enabled ? "on" : "off");
        yield return ("NNPACK", NnPack.Enabled switch { true => "on", false => "off", null => "not told by this libtorch" });
        yield return ("memory", string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0.0} GB (three quarters of the limit in a container that has one), this process {HostMemory.Used / 1e6:0} MB"));
        var gpus = cuda.is_available() ? cuda.device_count() : 0;
        yield return ("CUDA", $"{(gpus == 0 ? "no device that libtorch can use" : $"{gpus} device(s)")}; {(CudaDriver.Version is { } version ? $"the driver knows CUDA {version}" : "no driver of NVIDIA")}");
        for (var gpu = 0; gpu < gpus; gpu++)
        {
            var name = CudaDriver.Name(gpu) ?? "its name is not known";
            var capability = CudaDriver.Capability(gpu) is var (major, minor) ? $", compute capability {major}.{minor}" : "";
            var memory = DeviceMemory.Of(torch.device(DeviceType.CUDA, gpu));
            yield return ($"cuda:{gpu}", string.Create(
                CultureInfo.InvariantCulture,
                $"{name}{capability}{(memory is { } m ? $", {m.Total / 1e9:0.0} GB, {m.Used / 1e9:0.0} taken" : "")}"));
        }

        yield return ("device", device.ToString());
        yield return ("recorded", Recorded(device));
    }

    private static string Recorded(Device device)
    {
        var (recorder, why) = CudaRecorder.For(device, _ => { });
        recorder?.Dispose();
        return why is null ? "steps, as CUDA graphs" : $"no steps, since {why}";
    }

    /// <summary>What the user set in the environment, and what holds where that is nothing.</summary>
    private static string Chosen(IEnumerable<string> names, string otherwise)
    {
        var set = names.Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name))).Where(variable => variable.Value is not null).ToArray();
        return string.Join(", ", set.Select(variable => $"{variable.Name}={variable.Value}").Append(otherwise));
    }
}
