using System.Runtime.InteropServices;

namespace AsynDGAN.Core.Platform.Recording;

/// <summary>libtorch's CUDAGraph, in memory of this process. Whatever it does happens on the calling thread's stream.</summary>
internal sealed class CudaRecording : IRecording
{
    // cudaStreamCaptureModeThreadLocal: what other threads do, such as the garbage collector freeing tensors, is none of it.
    private const int ThisThread = 1;

    // cudaStreamCaptureStatusActive.
    private const int Active = 1;

    // The object has 200 to 400 bytes, which its version decides.
    private const int Size = 1 << 14;

    private readonly CudaFunctions cuda;
    private readonly nint graph;
    private bool freed;

    /// <summary>Begins to record what this thread launches.</summary>
    /// <param name="cuda">The functions.</param>
    /// <param name="before">A recording whose memory is shared; null: memory of its own.</param>
    public CudaRecording(CudaFunctions cuda, CudaRecording? before)
    {
        this.cuda = cuda;
        graph = Marshal.AllocHGlobal(Size);
        Marshal.Copy(new byte[Size], 0, graph, Size);
        cuda.Create(graph, keepGraph: false);
        cuda.Begin(graph, before is null ? default : cuda.Pool(before.graph), ThisThread);
    }

    /// <summary>Ends the recording.</summary>
    /// <returns>Whether it can be replayed; where something that cannot be recorded was launched, it is given up.</returns>
    public bool End()
    {
        var stream = Stream();
        if (cuda.IsCapturing(stream, out var status) == 0 && status == Active)
        {
            cuda.End(graph);
            return true;
        }

        GiveUp();
        return false;
    }

    /// <summary>
    /// Ends a recording in which an operation failed. libtorch's own end would throw, and an exception of C++ ends this
    /// process; so CUDA ends it, and libtorch then ends an empty one, by which it gives up the memory.
    /// </summary>
    public void GiveUp()
    {
        var stream = Stream();
        if (cuda.EndStream(stream, out var torn) == 0 && torn != 0)
        {
            cuda.DestroyGraph(torn);
        }

        cuda.LastError();
        if (cuda.BeginStream(stream, ThisThread) == 0)
        {
            cuda.End(graph);
        }

        Dispose();
    }

    /// <inheritdoc />
    public void Replay() => cuda.Replay(graph);

    /// <inheritdoc />
    public void Dispose()
    {
        if (!freed)
        {
            freed = true;
            cuda.Destroy(graph);
            Marshal.FreeHGlobal(graph);
        }
    }

    private nint Stream()
    {
        var stream = cuda.CurrentStream(-1);
        return cuda.Handle(ref stream);
    }
}
