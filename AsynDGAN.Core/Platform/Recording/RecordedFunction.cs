using static TorchSharp.torch;

namespace AsynDGAN.Core.Platform.Recording;

/// <summary>
/// A function and its backward pass, recorded as two pieces of work that share memory. After each <see cref="Forward"/> comes
/// its <see cref="Backward"/>, or none before the next.
/// </summary>
public sealed class RecordedFunction : IDisposable
{
    private readonly RecordedWork forward, backward;

    // The result with its graph, between the two.
    private Tensor? result;

    /// <param name="function">From an input to a result of fixed shapes; its parameters' gradients stay at their places.</param>
    /// <param name="recorder">What records; null: nothing is recorded.</param>
    public RecordedFunction(Func<Tensor, Tensor> function, IRecorder? recorder)
    {
        forward = new RecordedWork(
            inputs =>
            {
                result?.Dispose();
                result = function(inputs[0]).DetachFromDisposeScope();
                return [result.detach()];
            },
            recorder);
        backward = new RecordedWork(
            gradients =>
            {
                result!.backward(gradients);
                result.Dispose();
                result = null;
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
