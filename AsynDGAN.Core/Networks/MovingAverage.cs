using static TorchSharp.torch;

namespace AsynDGAN.Core.Networks;

/// <summary>
/// An exponential moving average of a network's parameters: average = decay * average + (1 - decay) * parameter.
/// Buffers, such as running statistics, are averages already and are copied.
/// </summary>
public sealed class MovingAverage : IDisposable
{
    private readonly double decay;
    private readonly Dictionary<string, Tensor> averages = [];

    /// <param name="network">Where the average starts.</param>
    /// <param name="decay">From 0 (a copy of the last weights) to below 1.</param>
    public MovingAverage(nn.Module network, double decay)
    {
        this.decay = decay;
        using var scope = NewDisposeScope();
        foreach (var (name, value) in network.state_dict())
        {
            averages[name] = value.detach().clone().DetachFromDisposeScope();
        }
    }

    /// <summary>The averages under the network's names, to be saved; a checkpoint is loaded by writing into them.</summary>
    public IReadOnlyDictionary<string, Tensor> State => averages;

    /// <summary>Takes one more step of the network in.</summary>
    public void Update(nn.Module network)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var parameters = network.named_parameters().Select(p => p.name).ToHashSet();
        foreach (var (name, value) in network.state_dict())
        {
            if (parameters.Contains(name))
            {
                averages[name].lerp_(value, 1 - decay);
            }
            else
            {
                averages[name].copy_(value);
            }
        }
    }

    /// <summary>Overwrites the parameters and buffers of a network of the same architecture.</summary>
    public void CopyTo(nn.Module network)
    {
        using var noGrad = no_grad();
        foreach (var (name, value) in network.state_dict())
        {
            value.copy_(averages[name]);
        }
    }

    public void Dispose()
    {
        foreach (var average in averages.Values)
        {
            average.Dispose();
        }
    }
}
