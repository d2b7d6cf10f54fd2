using System.Runtime.InteropServices;

namespace AsynDGAN.Core.Platform.Recording;

/// <summary>
/// What recording calls: functions of libtorch that TorchSharp does not have, by the names that a C++ compiler gives them on
/// Linux x64, and C functions of CUDA's runtime, which return a code where libtorch's would throw.
/// </summary>
internal sealed class CudaFunctions
{
    private CudaFunctions()
    {
    }

    /// <summary>at::cuda::CUDAGraph::CUDAGraph(bool keep_graph).</summary>
    public required NewGraph Create { get; init; }

    /// <summary>at::cuda::CUDAGraph::~CUDAGraph().</summary>
    public required OfGraph Destroy { get; init; }

    /// <summary>at::cuda::CUDAGraph::capture_begin(std::pair of the pool's numbers, cudaStreamCaptureMode).</summary>
    public required BeginCapture Begin { get; init; }

    /// <summary>at::cuda::CUDAGraph::capture_end().</summary>
    public required OfGraph End { get; init; }

    /// <summary>at::cuda::CUDAGraph::replay().</summary>
    public required OfGraph Replay { get; init; }

    /// <summary>at::cuda::CUDAGraph::pool().</summary>
    public required GetPool Pool { get; init; }

    /// <summary>c10::cuda::getStreamFromPool(bool isHighPriority, signed char device).</summary>
    public required NewStream StreamFromPool { get; init; }

    /// <summary>c10::cuda::getCurrentCUDAStream(signed char device), of the calling thread.</summary>
    public required GetStream CurrentStream { get; init; }

    /// <summary>c10::cuda::setCurrentCUDAStream(CUDAStream), of the calling thread.</summary>
    public required SetStream SetCurrentStream { get; init; }

    /// <summary>c10::cuda::CUDAStream::stream() const: the runtime's own handle.</summary>
    public required GetHandle Handle { get; init; }

    /// <summary>cudaGetDevice, of the calling thread.</summary>
    public required GetDevice CurrentDevice { get; init; }

    /// <summary>cudaSetDevice, of the calling thread.</summary>
    public required SetDevice SetCurrentDevice { get; init; }

    /// <summary>cudaStreamBeginCapture.</summary>
    public required BeginStreamCapture BeginStream { get; init; }

    /// <summary>cudaStreamEndCapture.</summary>
    public required EndStreamCapture EndStream { get; init; }

    /// <summary>cudaStreamIsCapturing.</summary>
    public required AskStream IsCapturing { get; init; }

    /// <summary>cudaGraphDestroy.</summary>
    public required FreeGraph DestroyGraph { get; init; }

    /// <summary>cudaGetLastError, which forgets it.</summary>
    public required TakeError LastError { get; init; }

    /// <summary>Two numbers in two registers, as C++ passes std::pair of them and a CUDAStream.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TwoWords
    {
        public ulong First, Second;
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate void NewGraph(nint place, [MarshalAs(UnmanagedType.U1)] bool keepGraph);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate void OfGraph(nint graph);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate void BeginCapture(nint graph, TwoWords pool, int mode);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate TwoWords GetPool(nint graph);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate TwoWords NewStream([MarshalAs(UnmanagedType.U1)] bool highPriority, sbyte device);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate TwoWords GetStream(sbyte device);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate void SetStream(TwoWords stream);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate nint GetHandle(ref TwoWords stream);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int GetDevice(out int device);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int SetDevice(int device);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int BeginStreamCapture(nint stream, int mode);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int EndStreamCapture(nint stream, out nint graph);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int AskStream(nint stream, out int status);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int FreeGraph(nint graph);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int TakeError();

    /// <summary>Finds all of them in the libraries that are loaded.</summary>
    /// <returns>The functions, or the name of the first that is missing.</returns>
    public static (CudaFunctions? Found, string? Missing) Find()
    {
        var (torch, c10, runtime) = (LoadedLibrary.Find("torch_cuda"), LoadedLibrary.Find("c10_cuda"), LoadedLibrary.FindVersioned("libcudart"));
        string? missing = null;
        var found = new CudaFunctions
        {
            Create = Of<NewGraph>(torch, "_ZN2at4cuda9CUDAGraphC1Eb"),
            Destroy = Of<OfGraph>(torch, "_ZN2at4cuda9CUDAGraphD1Ev"),
            Begin = Of<BeginCapture>(torch, "_ZN2at4cuda9CUDAGraph13capture_beginESt4pairIyyE21cudaStreamCaptureMode"),
            End = Of<OfGraph>(torch, "_ZN2at4cuda9CUDAGraph11capture_endEv"),
            Replay = Of<OfGraph>(torch, "_ZN2at4cuda9CUDAGraph6replayEv"),
            Pool = Of<GetPool>(torch, "_ZN2at4cuda9CUDAGraph4poolEv"),
            StreamFromPool = Of<NewStream>(c10, "_ZN3c104cuda17getStreamFromPoolEba"),
            CurrentStream = Of<GetStream>(c10, "_ZN3c104cuda20getCurrentCUDAStreamEa"),
            SetCurrentStream = Of<SetStream>(c10, "_ZN3c104cuda20setCurrentCUDAStreamENS0_10CUDAStreamE"),
            Handle = Of<GetHandle>(c10, "_ZNK3c104cuda10CUDAStream6streamEv"),
            CurrentDevice = Of<GetDevice>(runtime, "cudaGetDevice"),
            SetCurrentDevice = Of<SetDevice>(runtime, "cudaSetDevice"),
            BeginStream = Of<BeginStreamCapture>(runtime, "cudaStreamBeginCapture"),
            EndStream = Of<EndStreamCapture>(runtime, "cudaStreamEndCapture"),
            IsCapturing = Of<AskStream>(runtime, "cudaStreamIsCapturing"),
            DestroyGraph = Of<FreeGraph>(runtime, "cudaGraphDestroy"),
            LastError = Of<TakeError>(runtime, "cudaGetLastError"),
        };
        return missing is null ? (found, null) : (null, missing);

        T Of<T>(nint library, string symbol)
            where T : Delegate
        {
            var function = LoadedLibrary.Function<T>(library, symbol);
            missing ??= function is null ? symbol : null;
            return function!;
        }
    }
}
