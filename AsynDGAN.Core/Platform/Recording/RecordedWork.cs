using static TorchSharp.torch;

namespace AsynDGAN.Core.Platform.Recording;

/// <summary>
/// Work of one party that is done over and over on inputs of the same shapes: done as it is a few times, then recorded once
/// and replayed, with each call's inputs copied into fixed tensors.
/// </summary>
/// <param name="work">From inputs to outputs by operations on tensors alone; it may change tensors that stay at one place, such as weights.</param>
/// <param name="recorder">What records; null: it is always done as it is.</param>
public sealed class RecordedWork(Func<Tensor[], Tensor[]> work, IRecorder? recorder) : IDisposable
{
    /// <summary>Calls before the recording: libtorch allocates and chooses what it keeps, such as workspaces, in the first ones.</summary>
    public const int PlainCalls = 3;

    private IRecorder? recorder = recorder;
    private IRecording? recording;
    private Tensor[] inputs = [];
    private Tensor[]? outputs;
    private int calls;

    /// <summary>Whether it is replayed from here on.</summary>
    public bool IsRecorded => recording is not null;

    /// <summary>Whether it is done as it is from here on.</summary>
    public bool IsPlain => recorder is null;

    /// <summary>Work that is always replayed before this, such as a forward pass before its backward pass; the two share memory.</summary>
    public RecordedWork? Before { get; init; }

    /// <summary>Does it.</summary>
    /// <param name="given">The inputs; of the same shapes, types and device at every call.</param>
    /// <returns>The outputs, without a graph, in the caller's scope; the next call may overwrite their values.</returns>
    public Tensor[] Run(params Tensor[] given)
    {
        if (recorder is not null && recording is null && calls++ >= PlainCalls)
        {
            Record(given);
        }

        if (recording is null)
        {
            return work(given);
        }

        Copy(given, inputs);
        recording.Replay();
        return [.. outputs!.Select(output => output.detach())];
    }

    /// <summary>Does it as it is from here on.</summary>
    public void StayPlain()
    {
        recorder = null;
        Dispose();
    }

    /// <summary>Frees the recording and its tensors.</summary>
    public void Dispose()
    {
        recording?.Dispose();
        foreach (var tensor in inputs.Concat(outputs ?? []))
        {
            tensor.Dispose();
        }

        (recording, inputs, outputs) = (null, [], null);
    }

    private void Record(Tensor[] given)
    {
        using var scope = NewDisposeScope();
        inputs = [.. given.Select(input => input.detach().clone().DetachFromDisposeScope())];
        recording = recorder!.Record(Once, Before?.recording);
        if (recording is null)
        {
            StayPlain();
        }
    }

    /// <summary>What is recorded. Its outputs are the tensors that it makes the first time.</summary>
    private void Once()
    {
        using var scope = NewDisposeScope();
        var made = work(inputs);
        if (outputs is null)
        {
            outputs = [.. made.Select(output => output.detach().DetachFromDisposeScope())];
            return;
        }

        Copy(made, outputs);
    }

    private static void Copy(Tensor[] values, Tensor[] places)
    {
        using var scope = NewDisposeScope();
        using var noGraph = no_grad();
        foreach (var (value, place) in values.Zip(places))
        {
            place.copy_(value);
        }
    }
}
