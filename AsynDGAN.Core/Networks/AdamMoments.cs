using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>What Adam keeps of one parameter, on its device.</summary>
internal sealed class AdamMoments(string name, Parameter parameter) : IDisposable
{
    /// <summary>The parameter's name in its network.</summary>
    public string Name => name;

    public Parameter Parameter => parameter;

    /// <summary>The moving average of the gradient, shaped like the parameter.</summary>
    public Tensor ExpAvg { get; } = zeros_like(parameter).DetachFromDisposeScope();

    /// <summary>The moving average of the gradient's square, shaped like the parameter.</summary>
    public Tensor ExpAvgSq { get; } = zeros_like(parameter).DetachFromDisposeScope();

    /// <summary>A scalar, the steps taken: float32, as libtorch wants it, so exact up to 2^24, where it matters no more.</summary>
    public Tensor Step { get; } = zeros([], float32, parameter.device).DetachFromDisposeScope();

    public void Dispose()
    {
        ExpAvg.Dispose();
        ExpAvgSq.Dispose();
        Step.Dispose();
    }
}
