using static TorchSharp.torch;

namespace AsynDGAN.Core.Platform.Recording;

/// <summary>
/// A function and its backward pass, recorded as two pieces of work that share memory. After each <see cref="Forward"/> comes
/// its <see cref="Backward"/>, or none before the next.
/// </summary>
public sealed class RecordedFunction : IDisposable
{
    private readonly RecordedWork forward, backward;

    // The result with its graph, between the two, and what it is of.
    private Tensor? result, input;

    /// <param name="function">From an input to a result of fixed shapes; its parameters' gradients stay at their places.</param>
    /// <param name="recorder">What records; null: nothing is recorded.</param>
    public RecordedFunction(Func<Tensor, Tensor> function, IRecorder? recorder)
    {
        forward = new RecordedWork(
            inputs =>
            {
                result?.Dispose();
                input = inputs[0];
                result = function(input).DetachFromDisposeScope();
                return [result.detach()];
            },
            recorder);
        backward = new RecordedWork(
            gradients =>
            {
                // A recording that failed half way has used the graph up.
                using var made = result ?? function(input!);
                result = null;
                made.backward(gradients);
                return [];
            },
            recorder)
        {
            Before = forward,
        };
    }

    /// <summary>The function's result, without a graph, in the caller's scope; the next call may overwrite its values.</summary>
    public Tensor Forward(Tensor input) => forward.Run(input)[0];

    /// <summary>Adds the gradients of the parameters of the last <see cref="Forward"/>.</summary>
    /// <param name="gradient">The gradient at its result.</param>
    public void Backward(Tensor gradient)
    {
        backward.Run(gradient);
        if (backward.IsPlain)
        {
            // A forward pass that is replayed leaves no graph behind for a backward pass that is not.
            forward.StayPlain();
        }
    }

    /// <summary>Frees the recordings.</summary>
    public void Dispose()
    {
        backward.Dispose();
        forward.Dispose();
        result?.Dispose();
    }
}
