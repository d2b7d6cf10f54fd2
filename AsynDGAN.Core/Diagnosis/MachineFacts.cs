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
    // What libtorch's kernels choose by.
    private static readonly string[] features = ["avx2", "fma", "avx512f", "avx512_bf16", "avx512_fp16", "amx_tile", "amx_bf16"];

    private static readonly string[] ofThreads = ["OMP_NUM_THREADS", "MKL_NUM_THREADS", "OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "OMP_PROC_BIND", "KMP_AFFINITY"];

    /// <summary>All of them.</summary>
    /// <param name="device">The device that is checked.</param>
    public static IEnumerable<(string Name, string Value)> Of(Device device)
    {
        yield return ("asyndgan", Provenance.ProgramVersion());
        yield return ("TorchSharp", $"{typeof(torch).Assembly.GetName().Version}, built for libtorch {torch.__version__}");
        yield return ("libtorch", LoadedLibrary.PathOf("torch_cpu") ?? "its place is not known");
        yield return ("runtime", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier})");
        yield return ("processor", Provenance.ProcessorName());
        yield return ("features", Features());
        yield return ("threads", $"{get_num_threads()} an operation, {get_num_interop_threads()} between operations; {Chosen(ofThreads, NativeRuntime.WaitsBriefly ? "they spin briefly, then sleep" : "they wait as libtorch has it")}");
        yield return ("allocator", Chosen(NativeRuntime.AllocatorVariables, NativeRuntime.KeepsLargeBlocks ? "large blocks are kept" : "as the system has it"));
        yield return ("oneDNN", OneDnn.Enabled ? "on" : "off");
        yield return ("NNPACK", NnPack.Enabled switch { true => "on", false => "off", null => "not told by this libtorch" });
        yield return ("memory", string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0.0} GB, this process {HostMemory.Used / 1e6:0} MB"));
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

    private static string Features()
    {
        const string cpuInfo = "/proc/cpuinfo";
        var flags = File.Exists(cpuInfo) ? File.ReadLines(cpuInfo).FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal))?.Split(' ') : null;
        if (flags is null)
        {
            return $"avx2 {YesNo(System.Runtime.Intrinsics.X86.Avx2.IsSupported)}, avx512f {YesNo(System.Runtime.Intrinsics.X86.Avx512F.IsSupported)}";
        }

        return string.Join(", ", features.Select(feature => $"{feature} {YesNo(flags.Contains(feature))}"));
    }

    private static string YesNo(bool value) => value ? "yes" : "no";

    /// <summary>What the user set in the environment, and what holds where that is nothing.</summary>
    private static string Chosen(IEnumerable<string> names, string otherwise)
    {
        var set = names.Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name))).Where(variable => variable.Value is not null).ToArray();
        return string.Join(", ", set.Select(variable => $"{variable.Name}={variable.Value}").Append(otherwise));
    }
}
