using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Platform.Recording;

/// <summary>
/// Records CUDA graphs. From there until it is disposed of, the thread that makes it has the GPU as its current one, and
/// computes on a stream of its own: the default stream cannot be recorded, and what a recording uses must have been used on
/// its stream before.
/// </summary>
public sealed class CudaRecorder : IRecorder, IDisposable
{
    private readonly CudaFunctions cuda;
    private readonly CudaFunctions.TwoWords formerStream;
    private readonly int formerDevice;
    private readonly Action<string> say;

    private CudaRecorder(CudaFunctions cuda, Device device, Action<string> say)
    {
        (this.cuda, this.say) = (cuda, say);
        torch.cuda.synchronize(device);
        cuda.CurrentDevice(out formerDevice);
        cuda.SetCurrentDevice(device.index);
        formerStream = cuda.CurrentStream((sbyte)device.index);
        cuda.SetCurrentStream(cuda.StreamFromPool(false, (sbyte)device.index));
    }

    /// <summary>A recorder for a device.</summary>
    /// <param name="device">What is computed on.</param>
    /// <param name="say">Told in a line where a recording fails.</param>
    /// <returns>The recorder, or why there is none.</returns>
    public static (CudaRecorder? Recorder, string? Why) For(Device device, Action<string> say)
    {
        if (device.type != DeviceType.CUDA)
        {
            return (null, "a CPU records nothing");
        }

        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return (null, "CUDA graphs are recorded on Linux x64 only");
        }

        return CudaFunctions.Find() switch
        {
            ({ } cuda, _) => (new CudaRecorder(cuda, device, say), null),
            (_, var missing) => (null, $"this libtorch does not export {missing}"),
        };
    }

    /// <inheritdoc />
    public IRecording? Record(Action work, IRecording? before = null)
    {
        // Tensors that nothing holds are freed now rather than within.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        torch.cuda.synchronize();
        var recording = new CudaRecording(cuda, (CudaRecording?)before);
        try
        {
            work();
        }
        catch (ExternalException fault)
        {
            recording.GiveUp();
            say($"a step could not be recorded and is taken as it is: {fault.Message.Split('\n')[0]}");
            return null;
        }
        catch
        {
            recording.GiveUp();
            throw;
        }

        if (recording.End())
        {
            return recording;
        }

        say("a step could not be recorded and is taken as it is: something in it cannot be in a CUDA graph");
        return null;
    }

    /// <summary>Goes back to the stream that was in use before.</summary>
    public void Dispose()
    {
        torch.cuda.synchronize();
        cuda.SetCurrentStream(formerStream);
        cuda.SetCurrentDevice(formerDevice);
    }
}
